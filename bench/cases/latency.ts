// From the produce call to the receiver at a steady 1,000 events/s, against the same calls sent straight to it.

import { eventually } from '../../test/harness/eventually.js';
import type { BenchCase, BenchRow } from '../bench-case.js';
import type { OpenLoopJob } from '../load/open-loop.js';
import { median } from '../load/percentile.js';
import { EVENT_BYTES } from '../sample-events.js';
import { type StageReceiver, withStage } from '../stage.js';

const TOPIC = 'bench';
const PER_SECOND = 1_000;
const P50_MS = 3;
const P99_MS = 15;

async function settled(receiver: StageReceiver, samples: number) {
  return eventually(async () => {
    const count = await receiver.count();
    return count.samples >= samples ? count : false;
  });
}

export const latency: BenchCase = (context): Promise<BenchRow> =>
  withStage(async (stage) => {
    const receiver = await stage.receiver();
    const sender = stage.child('load/open-loop.js');
    await stage.topic(TOPIC);
    await stage.subscribe('bench-sub', {
      topics: [TOPIC],
      endpoint: { url: `http://127.0.0.1:${receiver.port}/hook` },
      start: 'earliest',
      maxInFlight: 64,
    });
    const measure = async (port: number, durationMs: number) => {
      await receiver.reset();
      const job: OpenLoopJob = {
        port,
        path: `/v1/topics/${TOPIC}/events`,
        perSecond: PER_SECOND,
        durationMs,
        eventBytes: EVENT_BYTES,
      };
      const { sent } = await sender.ask<{ sent: number }>(job);
      return settled(receiver, sent);
    };
    await measure(stage.server.port, context.warmUpMs);
    const p50: number[] = [];
    const p99: number[] = [];
    const floors: number[] = [];
    for (let round = 0; round < context.rounds; round += 1) {
      floors.push((await measure(receiver.port, context.durationMs)).p50Ms);
      const count = await measure(stage.server.port, context.durationMs);
      p50.push(count.p50Ms);
      p99.push(count.p99Ms);
      context.log(`round ${round + 1}: p50 ${count.p50Ms.toFixed(2)} ms, p99 ${count.p99Ms.toFixed(2)} ms`);
    }
    const value = median(p50);
    const tail = median(p99);
    const floor = median(floors);
    return {
      name: 'latency',
      value,
      unit: 'ms p50',
      floor,
      ratio: value / floor,
      goal: `p50 <= ${P50_MS} ms and p99 <= ${P99_MS} ms`,
      pass: value <= P50_MS && tail <= P99_MS,
      also: `p99 ${tail.toFixed(2)} ms`,
    };
  });
