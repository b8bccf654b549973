// The end of a run: groups are handed out what is left, and every partition is read from its start to its end.
import { type Caller, makeCaller } from './caller.js';
import { describeRequest } from './group-calls.js';
import { drawMembership } from './group-clients.js';
import { makeGroupMember } from './group-member.js';
import type { Partition } from './history.js';
import { fetchRequest } from './log-calls.js';
import { makeTransformer, type TransformOptions } from './transaction-clients.js';
import type { World } from './world.js';

const FETCH_EVENTS = 500;
const DRAIN_TIMEOUT_MS = 60_000;

/** Whether the group has committed all there is. */
async function isDrained(world: World, caller: Caller, group: string, partitions: number): Promise<boolean> {
  const outcome = await caller.make(describeRequest(world.client, group));
  if (outcome.kind !== 'ok') return false;
  const { committed, watermarks } = outcome.result;
  const ends = new Map(watermarks.map(({ partition, offset }) => [partition, offset]));
  return committed.length >= partitions && committed.every(({ partition, offset }) => ends.get(partition) === offset);
}

async function drain(
  world: World,
  group: string,
  topics: readonly string[],
  step: () => Promise<unknown>,
): Promise<void> {
  const caller = makeCaller(world.recorder, `${group} end`);
  const partitions = topics.flatMap((topic) => world.partitionsOf(topic)).length;
  const until = performance.now() + DRAIN_TIMEOUT_MS;
  // What is missing then is for the checker to tell.
  while (performance.now() < until) {
    await step();
    if (await isDrained(world, caller, group, partitions)) return;
    await world.restUnreached();
  }
}

/** By a member of its own, once those that are left have lost their sessions. */
export async function drainGroup(world: World, group: string, topics: readonly string[]): Promise<void> {
  const worker = `${group} last`;
  const membership = drawMembership(world.randomFor(worker), topics);
  const member = makeGroupMember(world, worker, { group, membership });
  await drain(world, group, topics, () => member.poll(member.unsure ? [] : member.memberId !== undefined));
  await member.leave();
}

export async function drainTransformed(world: World, options: TransformOptions): Promise<void> {
  const { member, step } = makeTransformer(world, `${options.group} last`, options);
  await drain(world, options.group, options.topics, step);
  await member.leave();
}

async function readPartition(world: World, caller: Caller, partition: Partition): Promise<void> {
  let offset: number | undefined;
  for (;;) {
    const outcome = await caller.make(fetchRequest(world.client, partition, offset, FETCH_EVENTS));
    if (outcome.kind !== 'ok') throw new Error(`The final read of ${partition} failed.`);
    offset = outcome.result.nextOffset;
    if (offset >= outcome.result.highWatermark) return;
  }
}

export async function readEverything(world: World, topics: readonly string[]): Promise<void> {
  const { recorder } = world;
  const caller = makeCaller(recorder, 'end');
  recorder.write({ line: 'quiet', at: recorder.now() });
  for (const partition of topics.flatMap((topic) => world.partitionsOf(topic))) {
    await readPartition(world, caller, partition);
  }
}
