// A thousand topics of four partitions: what they cost in memory, at the start, and when events go to all of them in
// turn instead of to one.
import type { BenchCase, BenchRow } from '../bench-case.js';
import { requestBytes } from '../load/request-bytes.js';
import { alternate } from '../measure.js';
import { residentMb } from '../process-figures.js';
import { sampleEvent } from '../sample-events.js';
import { load, withStage } from '../stage.js';

const TOPICS = 1_000;
const SHORT_TOPICS = 100;
const PARTITIONS = 4;
const CONNECTIONS = 64;
const IN_FLIGHT = 16;
const RATIO = 0.5;
const START_MS = 1_000;

export const manyTopics: BenchCase = (context): Promise<BenchRow> =>
  withStage(async (stage) => {
    const count = context.short ? SHORT_TOPICS : TOPICS;
    const generator = stage.child('load/generator.js');
    const requestTo = (topic: string, id: number) =>
      requestBytes({
        method: 'POST',
        path: `/v1/topics/${topic}/events?key=k-${id}`,
        headers: { 'content-type': 'application/json' },
        body: sampleEvent(id),
      });
    const rate = (requests: readonly Buffer[]) => async () => {
      const { warmUpMs, durationMs } = context;
      const { port } = stage.server;
      const result = await load(generator, { port, connections: CONNECTIONS, requests, warmUpMs, durationMs });
      return result.responses / result.seconds;
    };
    const restart = async () => {
      await stage.server.kill('SIGTERM');
      await stage.server.restart();
      return stage.server.readyMs;
    };

    await stage.topic('one', { partitions: PARTITIONS });
    const toOne = Array.from({ length: PARTITIONS * PARTITIONS }, (_, id) => requestTo('one', id));
    await rate(toOne)();
    const startBefore = await restart();
    const memoryBefore = residentMb(stage.server.pid);

    let next = 0;
    const create = async () => {
      while (next < count) await stage.topic(`many-${next++}`, { partitions: PARTITIONS });
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, create));
    const toAll = Array.from({ length: count * PARTITIONS }, (_, id) => requestTo(`many-${id % count}`, id));
    await rate(toAll)();
    const startAfter = await restart();
    const memoryAfter = residentMb(stage.server.pid);
    const compared = await alternate(context, rate(toAll), rate(toOne));
    const memoryLoaded = residentMb(stage.server.pid);
    return {
      name: 'many-topics',
      unit: 'events/s',
      ...compared,
      goal: `>= ${RATIO} of the rate to one topic, start <= ${START_MS} ms`,
      pass: compared.ratio >= RATIO && startAfter <= START_MS,
      also:
        `${count} x ${PARTITIONS}: start ${Math.round(startAfter)} ms beside ${Math.round(startBefore)}, RSS after it ` +
        `${Math.round(memoryAfter)} beside ${Math.round(memoryBefore)} MB, ${Math.round(memoryLoaded)} MB after the load`,
    };
  });
