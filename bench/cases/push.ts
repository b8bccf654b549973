// Push of stored events, one a POST and in batches, against undici and an HMAC in a loop to the same receiver.
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchCase, BenchContext, BenchRow } from '../bench-case.js';
import type { PushFloorJob } from '../floors/push-floor.js';
import { alternate } from '../measure.js';
import { EVENT_BYTES, sampleEvent, sampleLines } from '../sample-events.js';
import { type StageReceiver, withStage } from '../stage.js';

const TOPIC = 'bench';
const IN_FLIGHT = 64;
const SINGLE_RATIO = 0.75;
const BATCH_EVENTS = 100;
const BATCH_RATE = 250_000;
/** Generous ceilings of what can be pushed, so that the stored events outlast a round. */
const SINGLE_CEILING = 30_000;
const BATCH_CEILING = 2_000_000;

type Shape = {
  readonly batch: { readonly maxEvents: number } | undefined;
  readonly body: Uint8Array;
  readonly ceiling: number;
};

/** Events/s: a body holds its events' bytes and at most one separator an event. */
async function receivedRate(receiver: StageReceiver, context: BenchContext): Promise<number> {
  await pause(context.warmUpMs);
  const before = await receiver.count();
  await pause(context.durationMs);
  const after = await receiver.count();
  const events = (after.bodyBytes - before.bodyBytes) / (EVENT_BYTES + 1);
  const requests = after.requests - before.requests;
  return Math.max(events, requests) / ((after.atMs - before.atMs) / 1_000);
}

function compare(context: BenchContext, shape: Shape) {
  return withStage(async (stage) => {
    const receiver = await stage.receiver();
    const floorReceiver = await stage.receiver();
    const floorLoop = stage.child('floors/push-floor.js');
    const seconds = (context.warmUpMs + context.durationMs) / 1_000;
    await stage.topic(TOPIC);
    const stored = Math.ceil(seconds * shape.ceiling);
    await stage.preload(TOPIC, stored);
    let round = 0;
    // Every round has a subscription of its own, which begins at the first event.
    const product = async () => {
      round += 1;
      const name = `round-${round}`;
      const before = await receiver.count();
      await stage.subscribe(name, {
        topics: [TOPIC],
        endpoint: { url: `http://127.0.0.1:${receiver.port}/hook` },
        start: 'earliest',
        maxInFlight: IN_FLIGHT,
        ...(shape.batch === undefined ? {} : { batch: shape.batch }),
      });
      const rate = await receivedRate(receiver, context);
      await stage.unsubscribe(name);
      const { bodyBytes } = await receiver.count();
      if (bodyBytes - before.bodyBytes >= stored * EVENT_BYTES) {
        throw new Error('All stored events are pushed: raise the ceiling.');
      }
      return rate;
    };
    const floor = async () => {
      const { body } = shape;
      const durationMs = context.warmUpMs + context.durationMs;
      const job: PushFloorJob = { port: floorReceiver.port, connections: IN_FLIGHT, body, durationMs };
      const [rate] = await Promise.all([receivedRate(floorReceiver, context), floorLoop.ask<number>(job)]);
      return rate;
    };
    return alternate(context, product, floor);
  });
}

export const pushSingle: BenchCase = async (context): Promise<BenchRow> => {
  const compared = await compare(context, {
    batch: undefined,
    body: Buffer.from(sampleEvent(1)),
    ceiling: SINGLE_CEILING,
  });
  return {
    name: 'push-single',
    unit: 'events/s',
    ...compared,
    goal: `>= ${SINGLE_RATIO} of a bare undici and HMAC loop`,
    pass: compared.ratio >= SINGLE_RATIO,
  };
};

export const pushBatch: BenchCase = async (context): Promise<BenchRow> => {
  const compared = await compare(context, {
    batch: { maxEvents: BATCH_EVENTS },
    body: sampleLines(BATCH_EVENTS),
    ceiling: BATCH_CEILING,
  });
  return {
    name: 'push-batch',
    unit: 'events/s',
    ...compared,
    goal: `>= ${BATCH_RATE} events/s`,
    pass: compared.value >= BATCH_RATE,
  };
};
