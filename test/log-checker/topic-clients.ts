// Clients that write to topics in every form, and clients that read partitions by offset.
import { type Caller, makeCaller } from './caller.js';
import { describeRequest } from './group-calls.js';
import type { Partition } from './history.js';
import { fetchRequest, type Sending, sendRequest, trimRequest } from './log-calls.js';
import { pick, type World } from './world.js';

const CUT_SHARE = 0.03;
const LONGEST_CUT_MS = 12;
const BATCH_MOST_EVENTS = 6;
const KEYS = 6;
const KEYED_SHARE = 0.4;
const PINNED_SHARE = 0.2;
const PLAIN_SHARE = 0.15;
/** Of unknown or failed attempts. */
const GIVE_UP_SHARE = 0.05;
const BEHIND_PAUSE_MS = 20;
const FETCH_MOST_EVENTS = 60;
const DESCRIBE_SHARE = 0.1;
const LONGEST_UNTRIMMED_MS = 5_000;
const TRIM_READ_EVENTS = 500;
const GO_ON_SHARE = 0.6;

/** Now and then a client hangs up in the midst of a call. */
export function cutAt(random: () => number): number | undefined {
  return random() < CUT_SHARE ? random() * LONGEST_CUT_MS : undefined;
}

function drawSending(world: World, random: () => number, topics: readonly string[], unit: string): Sending {
  const topic = pick(random, topics);
  const form = pick(random, ['single', 'single', 'lines', 'batch'] as const);
  const events = form === 'single' ? 1 : 1 + Math.floor(random() * BATCH_MOST_EVENTS);
  const ids = Array.from({ length: events }, (_, index) => `${unit}.${index}`);
  const { partitions, cleanupPolicy } = world.settingsOf(topic);
  const isKeyed = cleanupPolicy === 'compact' || random() < KEYED_SHARE;
  const key = isKeyed ? { key: `k${Math.floor(random() * KEYS)}` } : {};
  const pinned =
    form === 'lines' || random() < PINNED_SHARE ? { pinned: Math.floor(random() * partitions) } : undefined;
  return { call: { unit, topic, form, ids, ...key }, ...pinned, deduped: random() >= PLAIN_SHARE };
}

/** Writes until the world stops. What may be repeated is, nearly always until it is acknowledged. */
export async function runSender(world: World, worker: string, topics: readonly string[]): Promise<void> {
  const random = world.randomFor(worker);
  const caller = makeCaller(world.recorder, worker);
  for (let count = 1; !world.stopped.aborted; count += 1) {
    if (world.isBehind()) {
      await world.sleep(BEHIND_PAUSE_MS);
      continue;
    }
    const sending = drawSending(world, random, topics, `${worker}.${count}`);
    for (;;) {
      const outcome = await caller.make(sendRequest(world.client, sending), cutAt(random));
      if (outcome.kind === 'ok') {
        for (const { partition, offset } of outcome.result.placed) world.noteEnd({ partition, offset: offset + 1 });
      }
      if (outcome.kind === 'ok' || !sending.deduped || random() < GIVE_UP_SHARE || world.stopped.aborted) break;
      await world.restUnreached();
    }
    await world.rest(random);
  }
}

/** Reads random stretches, goes on for a while, and asks how groups are doing. */
export async function runReader(
  world: World,
  worker: string,
  topics: readonly string[],
  groups: readonly string[],
): Promise<void> {
  const random = world.randomFor(worker);
  const caller = makeCaller(world.recorder, worker);
  while (!world.stopped.aborted) {
    if (groups.length > 0 && random() < DESCRIBE_SHARE) {
      await caller.make(describeRequest(world.client, pick(random, groups)));
    }
    const partition = pick(random, world.partitionsOf(pick(random, topics)));
    let offset = Math.floor(random() * (world.endOf(partition) + 1));
    do {
      const maxEvents = 1 + Math.floor(random() * FETCH_MOST_EVENTS);
      const outcome = await caller.make(fetchRequest(world.client, partition, offset, maxEvents), cutAt(random));
      await (outcome.kind === 'ok' ? world.rest(random) : world.restUnreached());
      if (outcome.kind !== 'ok') break;
      world.noteEnd({ partition, offset: outcome.result.highWatermark });
      offset = outcome.result.nextOffset;
    } while (random() < GO_ON_SHARE && !world.stopped.aborted);
  }
}

/** Whatever is to be deleted is read before, so that the history knows it. */
async function readUpTo(world: World, caller: Caller, partition: Partition, end: number): Promise<boolean> {
  let offset: number | undefined;
  while (offset === undefined || offset < end) {
    const outcome = await caller.make(fetchRequest(world.client, partition, offset, TRIM_READ_EVENTS));
    if (outcome.kind !== 'ok') return false;
    offset = outcome.result.nextOffset;
    if (outcome.result.events.length === 0) return offset >= end;
  }
  return true;
}

/** Deletes from the beginning of partitions, now and then: what groups have done with, and what they have not. */
export async function runTrimmer(world: World, worker: string, topics: readonly string[]): Promise<void> {
  const random = world.randomFor(worker);
  const caller = makeCaller(world.recorder, worker);
  while (!world.stopped.aborted) {
    await world.sleep(random() * LONGEST_UNTRIMMED_MS);
    const partition = pick(random, world.partitionsOf(pick(random, topics)));
    const offset = Math.floor(world.endOf(partition) * random());
    if (!(await readUpTo(world, caller, partition, offset))) continue;
    await caller.make(trimRequest(world.client, { partition, offset }), cutAt(random));
  }
}
