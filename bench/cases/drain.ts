// A million events behind an endpoint that was down, then comes back: against the steady rate of the same push.
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchCase, BenchRow } from '../bench-case.js';
import { watchMemory } from '../process-figures.js';
import { EVENT_BYTES } from '../sample-events.js';
import { type Stage, type StageReceiver, withStage } from '../stage.js';

/** In a batch every event is a line. */
const LINE_BYTES = EVENT_BYTES + 1;
const EVENTS = 1_000_000;
const SHORT_EVENTS = 50_000;
const BATCH_EVENTS = 100;
const IN_FLIGHT = 64;
const RATIO = 0.8;
const RSS_TIMES_STEADY = 1.25;
const POLL_MS = 20;
const STALL_MS = 60_000;

/** Events/s from the first to the last of `events`. */
async function drained(receiver: StageReceiver, events: number): Promise<number> {
  const target = events * LINE_BYTES;
  let count = await receiver.count();
  while (count.requests === 0) {
    await pause(POLL_MS);
    count = await receiver.count();
  }
  const first = count;
  const deadline = performance.now() + STALL_MS;
  while (count.bodyBytes < target) {
    if (performance.now() > deadline) throw new Error(`drain stalled at ${count.bodyBytes} of ${target} bytes`);
    await pause(POLL_MS);
    count = await receiver.count();
  }
  return (count.bodyBytes - first.bodyBytes) / LINE_BYTES / ((count.atMs - first.atMs) / 1_000);
}

function subscribe(stage: Stage, topic: string, port: number) {
  return stage.subscribe(`${topic}-sub`, {
    topics: [topic],
    endpoint: { url: `http://127.0.0.1:${port}/hook` },
    start: 'earliest',
    maxInFlight: IN_FLIGHT,
    batch: { maxEvents: BATCH_EVENTS },
    retry: { scheduleMs: Array.from({ length: 60 }, () => 1_000) },
  });
}

export const drain: BenchCase = (context): Promise<BenchRow> =>
  withStage(async (stage) => {
    const events = context.short ? SHORT_EVENTS : EVENTS;
    const receiver = await stage.receiver();
    await stage.topic('steady');
    await stage.preload('steady', events);
    const steadyMemory = watchMemory(stage.server.pid);
    await subscribe(stage, 'steady', receiver.port);
    const steady = await drained(receiver, events);
    const steadyMb = steadyMemory();
    context.log(`steady: ${Math.round(steady)} events/s, ${Math.round(steadyMb)} MB`);

    await receiver.close(receiver.port);
    await receiver.reset();
    await stage.topic('outage');
    await subscribe(stage, 'outage', receiver.port);
    const memory = watchMemory(stage.server.pid);
    await stage.preload('outage', events);
    await receiver.listen({ port: receiver.port });
    const value = await drained(receiver, events);
    const outageMb = memory();
    return {
      name: 'drain',
      value,
      unit: 'events/s',
      floor: steady,
      ratio: value / steady,
      goal: `>= ${RATIO} of the steady rate and RSS flat (<= ${RSS_TIMES_STEADY} of steady)`,
      pass: value >= RATIO * steady && outageMb <= RSS_TIMES_STEADY * steadyMb,
      also: `RSS ${Math.round(outageMb)} MB, steady ${Math.round(steadyMb)} MB`,
    };
  });
