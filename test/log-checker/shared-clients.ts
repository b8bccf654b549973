// Workers that share the partitions of a group: they finish events, give some back, crash with some in hand, and some are
// slower than their leases.
import { type Caller, makeCaller } from './caller.js';
import type { Receipt } from './history.js';
import { leaseRequest, settleRequest } from './shared-calls.js';
import { cutAt } from './topic-clients.js';
import type { World } from './world.js';

const LEASE_MS: readonly [least: number, most: number] = [400, 1_500];
const MOST_EVENTS = 20;
const LONGEST_WAIT_MS = 300;
const LONGEST_DELAY_MS = 300;
const CRASH_SHARE = 0.1;
const SLOW_SHARE = 0.1;
const NACK_SHARE = 0.1;
const GIVE_UP_SHARE = 0.1;
const QUIET_MS = LEASE_MS[1] + LONGEST_DELAY_MS;

export type Work = { readonly group: string; readonly topics: readonly string[] };

type Worker = { readonly world: World; readonly caller: Caller; readonly random: () => number; readonly work: Work };

async function settle({ world, caller, random, work }: Worker, ack: readonly Receipt[], nack: readonly Receipt[]) {
  const call = { group: work.group, ack, nack };
  for (;;) {
    const outcome = await caller.make(
      settleRequest(world.client, call, random() < 0.5 ? 0 : LONGEST_DELAY_MS),
      cutAt(random),
    );
    const isOver = outcome.kind === 'ok' || (outcome.kind === 'fail' && outcome.code === 'INVALID_RECORD_STATE');
    if (isOver || random() < GIVE_UP_SHARE) return;
    await world.restUnreached();
  }
}

/** @returns how many events it got; undefined: nobody knows */
async function takeAndSettle(worker: Worker, memberId: string): Promise<number | undefined> {
  const { world, caller, random, work } = worker;
  const [least, most] = LEASE_MS;
  const leaseMs = Math.floor(least + random() * (most - least));
  const wanted = {
    topics: work.topics,
    maxEvents: 1 + Math.floor(random() * MOST_EVENTS),
    waitMs: Math.floor(random() * LONGEST_WAIT_MS),
  };
  const call = { group: work.group, memberId, leaseMs };
  const outcome = await caller.make(leaseRequest(world.client, call, wanted), cutAt(random));
  if (outcome.kind !== 'ok') {
    await world.restUnreached();
    return undefined;
  }
  const receipts = outcome.result.leased.map(({ partition, offset, attempt }) => ({ partition, offset, attempt }));
  for (const { partition, offset } of receipts) world.noteProgress(work.group, { partition, offset: offset + 1 });
  if (receipts.length === 0 || random() < CRASH_SHARE) return receipts.length;
  if (random() < SLOW_SHARE) await world.sleep(leaseMs * 2 * random());
  const [ack, nack]: Receipt[][] = [[], []];
  for (const receipt of receipts) (random() < NACK_SHARE ? nack : ack)?.push(receipt);
  await settle(worker, ack ?? [], nack ?? []);
  return receipts.length;
}

export async function runWorker(world: World, name: string, work: Work): Promise<void> {
  const random = world.randomFor(name);
  const worker = { world, caller: makeCaller(world.recorder, name), random, work };
  while (!world.stopped.aborted) {
    await takeAndSettle(worker, name);
    await world.rest(random);
  }
}

/** Until nothing has come for longer than any lease, or any delay of what was given back. */
export async function drainShared(world: World, work: Work): Promise<void> {
  const name = `${work.group} last`;
  const worker = { world, caller: makeCaller(world.recorder, name), random: world.randomFor(name), work };
  let quietSince = performance.now();
  while (performance.now() - quietSince < QUIET_MS) {
    if ((await takeAndSettle(worker, name)) !== 0) quietSince = performance.now();
  }
}
