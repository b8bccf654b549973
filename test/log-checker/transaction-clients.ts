// Clients that read, compute and write in transactions: each input is to be taken exactly once, whatever fails.
import { type Caller, makeCaller } from './caller.js';
import { transactRequest } from './group-calls.js';
import { drawMembership } from './group-clients.js';
import { type GroupMember, makeGroupMember } from './group-member.js';
import type { PollResult, TransactCall } from './history.js';
import { cutAt } from './topic-clients.js';
import type { World } from './world.js';

const OUT_OF_RANGE = 'OFFSET_OUT_OF_RANGE';

const CRASH_SHARE = 0.02;
const SLEEP_SHARE = 0.01;
const LONGEST_SLEEP_MS = 2_400;
/** Once the run is at its end: a server that is gone does not come back then. */
const MOST_ATTEMPTS = 500;
const OUTPUTS_MOST = 4;
const BEHIND_PAUSE_MS = 20;

export type TransformOptions = {
  readonly group: string;
  readonly topics: readonly string[];
  /** Where results go: never into its own inputs. */
  readonly output: string;
  readonly instanceId?: string;
};

type Transformer = {
  readonly world: World;
  readonly caller: Caller;
  readonly member: GroupMember;
  readonly random: () => number;
  readonly options: TransformOptions;
};

function transactionOf(
  { member, random, options }: Transformer,
  unit: string,
  { handed, positions }: PollResult,
): TransactCall {
  const outputs = 1 + Math.floor(random() * OUTPUTS_MOST);
  const ids = Array.from({ length: outputs }, (_, index) => `${unit}.${index}`);
  const { memberId = '', generation } = member;
  return {
    unit,
    produce: [{ topic: options.output, ids }],
    commit: { group: options.group, memberId, generation, offsets: positions },
    inputs: handed,
  };
}

/**
 * Until it knows: a transaction that was given up may still be on its way, and another one over the same inputs by the
 * same member would be taken for a new one. @returns whether it may go on behind these inputs
 */
async function transact({ world, caller, member, random }: Transformer, call: TransactCall): Promise<boolean> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS || !world.stopped.aborted; attempt += 1) {
    const outcome = await caller.make(transactRequest(world.client, call), cutAt(random));
    if (outcome.kind === 'ok') {
      for (const { partition, offset } of outcome.result.placed) world.noteEnd({ partition, offset: offset + 1 });
      return true;
    }
    if (outcome.kind === 'fail') member.noteCode(outcome.code);
    // Its inputs were trimmed meanwhile.
    if (outcome.kind === 'fail' && outcome.code === OUT_OF_RANGE) return false;
    if (member.memberId === undefined) return false;
    if (random() < CRASH_SHARE) {
      member.forget();
      return false;
    }
    await world.restUnreached();
  }
  member.forget();
  return false;
}

export function makeTransformer(world: World, worker: string, options: TransformOptions) {
  const random = world.randomFor(worker);
  const instance = options.instanceId === undefined ? {} : { instanceId: options.instanceId };
  const membership = drawMembership(random, options.topics);
  const member = makeGroupMember(world, worker, { group: options.group, ...instance, membership });
  const transformer = { world, caller: makeCaller(world.recorder, worker), member, random, options };
  let count = 0;
  let goOn = false;

  /** Polls once and transforms what it got. */
  const step = async (): Promise<void> => {
    const rewinding = !goOn && member.memberId !== undefined;
    const outcome = await member.poll(rewinding ? [] : false, cutAt(random));
    goOn = outcome.kind === 'ok';
    if (outcome.kind !== 'ok') return world.restUnreached();
    if (outcome.result.handed.length === 0) return;
    count += 1;
    if (random() < SLEEP_SHARE) await world.sleep(random() * LONGEST_SLEEP_MS);
    goOn = await transact(transformer, transactionOf(transformer, `${worker}.${count}`, outcome.result));
  };

  return { member, step };
}

export async function runTransformer(world: World, worker: string, options: TransformOptions): Promise<void> {
  const random = world.randomFor(`${worker} rests`);
  const { member, step } = makeTransformer(world, worker, options);
  while (!world.stopped.aborted) {
    if (random() < CRASH_SHARE) member.forget();
    await step();
    if (member.wasFenced()) await world.sleep(random() * LONGEST_SLEEP_MS);
    await world.rest(random);
  }
  await member.leave();
}

/** Transactions that write to several topics and commit nothing. */
export async function runTransactor(world: World, worker: string, topics: readonly string[]): Promise<void> {
  const random = world.randomFor(worker);
  const caller = makeCaller(world.recorder, worker);
  for (let count = 1; !world.stopped.aborted; count += 1) {
    if (world.isBehind()) {
      await world.sleep(BEHIND_PAUSE_MS);
      continue;
    }
    const unit = `${worker}.${count}`;
    const produce = topics.map((topic, index) => ({
      topic,
      ids: Array.from({ length: 1 + Math.floor(random() * 2) }, (_, at) => `${unit}.${index}.${at}`),
    }));
    for (;;) {
      const call = { unit, produce, inputs: [] };
      const outcome = await caller.make(transactRequest(world.client, call), cutAt(random));
      if (outcome.kind === 'ok') {
        for (const { partition, offset } of outcome.result.placed) world.noteEnd({ partition, offset: offset + 1 });
      }
      if (outcome.kind === 'ok' || world.stopped.aborted) break;
      await world.restUnreached();
    }
    await world.rest(random);
  }
}
