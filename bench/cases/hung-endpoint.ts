// One endpoint that never answers among 100: what the other 99 notice of it.
import { eventually } from '../../test/harness/eventually.js';
import type { BenchCase, BenchRow } from '../bench-case.js';
import type { OpenLoopJob } from '../load/open-loop.js';
import { alternate } from '../measure.js';
import { EVENT_BYTES } from '../sample-events.js';
import { withStage } from '../stage.js';

const TOPIC = 'bench';
const SUBSCRIPTIONS = 100;
const PER_SECOND = 20;
const TIMES_FLOOR = 1.5;

export const hungEndpoint: BenchCase = (context): Promise<BenchRow> =>
  withStage(async (stage) => {
    const receiver = await stage.receiver();
    const hungPort = await receiver.listen({ mood: 'hang' });
    const sender = stage.child('load/open-loop.js');
    await stage.topic(TOPIC);
    const subscribe = (index: number, port: number) =>
      stage.subscribe(`bench-${index}`, {
        topics: [TOPIC],
        endpoint: { url: `http://127.0.0.1:${port}/hook/${index}` },
        start: 'latest',
      });
    for (let index = 1; index < SUBSCRIPTIONS; index += 1) await subscribe(index, receiver.port);
    const p99 = async (durationMs: number) => {
      await receiver.reset();
      const job: OpenLoopJob = {
        port: stage.server.port,
        path: `/v1/topics/${TOPIC}/events`,
        perSecond: PER_SECOND,
        durationMs,
        eventBytes: EVENT_BYTES,
      };
      const { sent } = await sender.ask<{ sent: number }>(job);
      const awaited = sent * (SUBSCRIPTIONS - 1);
      const count = await eventually(async () => {
        const seen = await receiver.count();
        return seen.samples >= awaited ? seen : false;
      });
      return count.p99Ms;
    };
    await p99(context.warmUpMs);
    const withHung = async () => {
      await subscribe(0, hungPort);
      return p99(context.durationMs);
    };
    const withoutHung = async () => {
      await stage.client.delete('/v1/subscriptions/bench-0');
      return p99(context.durationMs);
    };
    const compared = await alternate(context, withHung, withoutHung);
    return {
      name: 'hung-endpoint',
      unit: 'ms p99',
      ...compared,
      goal: `p99 of the other 99 <= ${TIMES_FLOOR} of it without the hung one`,
      pass: compared.ratio <= TIMES_FLOOR,
    };
  });
