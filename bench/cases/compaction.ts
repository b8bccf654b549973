// NDJSON batches at a fixed rate to a compacted topic while its million events, of which a tenth have live keys, are compacted,
// beside the same batches to a topic that keeps everything. What is measured ends with the pass of compaction.
import { eventually } from '../../test/harness/eventually.js';
import type { BenchCase, BenchRow } from '../bench-case.js';
import type { BatchLoopJob, BatchLoopQuestion, BatchLoopResult } from '../load/batch-loop.js';
import { BATCH_EVENTS } from '../sample-events.js';
import { type Stage, withStage } from '../stage.js';

const EVENTS = 1_000_000;
const SHORT_EVENTS = 200_000;
const LIVE_SHARE = 0.1;
const PER_SECOND = 20_000;
/** Small, so that many are sent while the pass lasts. */
const MEASURED_BATCH_EVENTS = 100;
const RATIO = 2;
const WAIT_MS = 120_000;

type Work = { readonly passes: number; readonly events: number; readonly bytes: number };

async function workOf({ client }: Stage): Promise<Work> {
  const page = (await client.get('/metrics')).text;
  const read = (name: string) => Number(new RegExp(`^posthorn_compaction_${name}_total (\\d+)$`, 'm').exec(page)?.[1]);
  return { passes: read('passes'), events: read('removed_events'), bytes: read('removed_bytes') };
}

export const compaction: BenchCase = (context): Promise<BenchRow> =>
  withStage(async (stage) => {
    const { server, client } = stage;
    const events = context.short ? SHORT_EVENTS : EVENTS;
    const keys = Math.floor(events * LIVE_SHARE);
    const sender = stage.child('load/batch-loop.js');
    const produce = (topic: string, durationMs: number, perSecond = PER_SECOND, batchEvents = MEASURED_BATCH_EVENTS) =>
      sender.ask<BatchLoopResult>({
        ...{ port: server.port, path: `/v1/topics/${topic}/events`, perSecond, durationMs, keys },
        batchEvents,
      } satisfies BatchLoopJob);
    for (const topic of ['kept', 'compacted']) await client.put(`/v1/topics/${topic}`, { keyPath: '/customer' });
    await produce('kept', context.warmUpMs);
    const fillPerSecond = 100_000;
    await produce('compacted', (events / fillPerSecond) * 1_000, fillPerSecond, BATCH_EVENTS);
    const floor = await produce('kept', context.durationMs);
    const before = await workOf(stage);
    await client.put('/v1/topics/compacted', { keyPath: '/customer', cleanupPolicy: 'compact' });
    const first = await eventually(
      async () => {
        const work = await workOf(stage);
        return work.events > before.events && work;
      },
      { timeoutMs: WAIT_MS },
    );
    const startedAt = performance.now();
    const producing = produce('compacted', WAIT_MS);
    const after = await eventually(
      async () => {
        const work = await workOf(stage);
        return work.passes > before.passes && work;
      },
      { timeoutMs: WAIT_MS },
    );
    const seconds = (performance.now() - startedAt) / 1_000;
    await sender.ask('stop' satisfies BatchLoopQuestion);
    const during = await producing;
    const removed = after.events - before.events;
    return {
      name: 'compaction',
      value: during.p99Ms,
      unit: 'ms p99',
      floor: floor.p99Ms,
      ratio: during.p99Ms / floor.p99Ms,
      goal: `<= ${RATIO} x the p99 without compaction`,
      pass: during.p99Ms / floor.p99Ms <= RATIO,
      also:
        `${events} events: removed ${removed} (${((after.bytes - before.bytes) / 1e6).toFixed(1)} MB) in ` +
        `${after.passes - before.passes} passes, ` +
        `${after.events - first.events} of them in ${seconds.toFixed(2)} s while ${during.events / MEASURED_BATCH_EVENTS} batches were sent; p50 ${during.p50Ms.toFixed(2)} ` +
        `beside ${floor.p50Ms.toFixed(2)} ms`,
    };
  });
