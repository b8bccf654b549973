// Clients of groups: members that commit in every way, crash, sleep longer than their session, leave and come back; and
// scripts that repeat one call.
import { type GroupMember, makeGroupMember } from './group-member.js';
import type { PollCall } from './history.js';
import { cutAt } from './topic-clients.js';
import { pick, type World } from './world.js';

export const SESSION_TIMEOUT_MS = 1_200;
const MOST_EVENTS = 50;
const LONGEST_WAIT_MS = 300;
const CRASH_SHARE = 0.01;
const LEAVE_SHARE = 0.008;
const SLEEP_SHARE = 0.006;
const LONGEST_SLEEP_MS = 2 * SESSION_TIMEOUT_MS;
const COMMIT_SHARE = 0.15;

export function drawMembership(random: () => number, topics: readonly string[]) {
  return () => ({
    topics,
    waitMs: Math.floor(random() * LONGEST_WAIT_MS),
    maxEvents: 1 + Math.floor(random() * MOST_EVENTS),
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
  });
}

/** After a lost answer only a rewind tells again what it held. */
function drawCommit(member: GroupMember, random: () => number): PollCall['commit'] {
  if (member.unsure) return [];
  if (member.memberId === undefined) return false;
  return pick(random, [true, true, false, member.positions]);
}

/** A member that hangs up in the midst of a call, and forgets all it knew. */
async function crash(member: GroupMember, random: () => number): Promise<void> {
  await member.poll(drawCommit(member, random), random() * LONGEST_WAIT_MS);
  member.forget();
}

export async function runMember(
  world: World,
  worker: string,
  { group, topics, instanceId }: { group: string; topics: readonly string[]; instanceId?: string },
): Promise<void> {
  const random = world.randomFor(worker);
  const instance = instanceId === undefined ? {} : { instanceId };
  const member = makeGroupMember(world, worker, { group, ...instance, membership: drawMembership(random, topics) });
  while (!world.stopped.aborted) {
    const choice = random();
    if (choice < CRASH_SHARE) await crash(member, random);
    else if (choice < CRASH_SHARE + LEAVE_SHARE) await member.leave();
    else if (choice < CRASH_SHARE + LEAVE_SHARE + SLEEP_SHARE) {
      await world.sleep(random() * LONGEST_SLEEP_MS);
      // Its session may have ended meanwhile: then this must have no effect.
      if (!member.unsure) await member.commit(member.positions);
    } else if (choice < CRASH_SHARE + LEAVE_SHARE + SLEEP_SHARE + COMMIT_SHARE && !member.unsure) {
      await member.commit(member.positions, cutAt(random));
    } else {
      const outcome = await member.poll(drawCommit(member, random), cutAt(random));
      if (outcome.kind !== 'ok') await world.restUnreached();
    }
    if (member.wasFenced()) await world.sleep(random() * LONGEST_SLEEP_MS);
    await world.rest(random);
  }
  await member.leave();
}

/**
 * `curl` in a loop, that keeps the memberId and nothing else: after a lost answer it commits what it never got, so that
 * its group may miss events. Now and then it is started anew, and comes back as its instance.
 */
export async function runScript(
  world: World,
  worker: string,
  { group, topics }: { group: string; topics: readonly string[] },
): Promise<void> {
  const random = world.randomFor(worker);
  const membership = drawMembership(random, topics);
  const member = makeGroupMember(world, worker, { group, instanceId: worker, membership });
  while (!world.stopped.aborted) {
    if (random() < CRASH_SHARE) member.forget();
    const outcome = await member.poll(true, cutAt(random));
    await (outcome.kind === 'ok' ? world.rest(random) : world.restUnreached());
  }
}
