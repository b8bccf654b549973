// Tail: each event to 1, 100 and 1,000 readers of server-sent events, against node:http writing the same frames.
import { makeHttpClient } from '../../test/harness/http.js';
import type { BenchCase, BenchContext, BenchRow } from '../bench-case.js';
import type { Child } from '../load/child.js';
import type { ReadersQuestion } from '../load/sse-readers.js';
import { alternate, type Compared } from '../measure.js';
import { sampleLines } from '../sample-events.js';
import { type Stage, withStage } from '../stage.js';

const TOPIC = 'bench';
const PATH = `/v1/topics/${TOPIC}/events`;
const BATCH = 100;
const IN_FLIGHT = 4;
/** Deliveries of one round, whatever the number of readers. */
const DELIVERIES = { 1: 200_000, 100: 1_000_000, 1000: 1_000_000 } as const;
const SHORT_SHARE = 20;
const RATIO = 0.5;

type Readers = keyof typeof DELIVERIES;

/** Deliveries a second from the first event sent until every reader has the last one. */
function rateOf(context: BenchContext, readers: Readers, port: number, child: Child) {
  const client = makeHttpClient(`http://127.0.0.1:${port}`);
  const body = sampleLines(BATCH);
  const deliveries = DELIVERIES[readers] / (context.short ? SHORT_SHARE : 1);
  const batches = Math.max(1, Math.round(deliveries / readers / BATCH));
  const ask = (question: ReadersQuestion) => child.ask<void>(question);
  return {
    open: () => ask({ kind: 'open', port, path: PATH, readers }),
    close: async () => {
      await ask({ kind: 'close' });
      client.close();
    },
    round: async () => {
      const startedAt = performance.now();
      const received = ask({ kind: 'await', events: batches * BATCH });
      let left = batches;
      const send = async () => {
        while (left-- > 0) {
          const answer = await client.send('POST', PATH, body, { 'content-type': 'application/x-ndjson' });
          if (answer.status !== 200) throw new Error(`produce: ${answer.status} ${answer.text}`);
        }
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, send));
      await received;
      return (batches * BATCH * readers) / ((performance.now() - startedAt) / 1_000);
    },
  };
}

async function compareTail(context: BenchContext, stage: Stage, floorPort: number, readers: Readers) {
  const product = rateOf(context, readers, stage.server.port, stage.child('load/sse-readers.js'));
  const floor = rateOf(context, readers, floorPort, stage.child('load/sse-readers.js'));
  await product.open();
  await floor.open();
  await product.round();
  await floor.round();
  const compared = await alternate(context, product.round, floor.round);
  await product.close();
  await floor.close();
  return compared;
}

export const tail: BenchCase = (context): Promise<BenchRow> =>
  withStage(async (stage) => {
    await stage.topic(TOPIC);
    const floorPort = await stage.child('floors/sse-floor.js').ask<number>({});
    const show = (readers: Readers, { value, ratio }: Compared) =>
      `to ${readers.toLocaleString('en-US')}: ${Math.round(value).toLocaleString('en-US')}/s, ratio ${ratio.toFixed(2)}`;
    const one = await compareTail(context, stage, floorPort, 1);
    const hundred = await compareTail(context, stage, floorPort, 100);
    const thousand = await compareTail(context, stage, floorPort, 1_000);
    return {
      name: 'tail',
      unit: 'deliveries/s',
      ...thousand,
      goal: `>= ${RATIO} of node:http writing the same frames to 1,000 readers, nothing stored`,
      pass: thousand.ratio >= RATIO,
      also: `${show(1, one)}; ${show(100, hundred)}`,
    };
  });
