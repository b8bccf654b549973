// A turn of a shared group, on its state in memory: settle ▸ give up ▸ choose ▸ render ▸ lease. What comes of it is told
// once the unit is written.
import type { Engine } from '../../../engine/engine.js';
import { WORK_QUEUE_TURN_EVENTS } from '../../../model/group-limits.js';
import { type AnswerBudget, tooMuchInFlight } from '../../answer-budget.js';
import type { Backlog } from './backlog.js';
import { choose, giveBack, lease, type Picked, passLeftOut } from './choose.js';
import { type FetchJob, type Job, type SharedAnswer, unheld } from './jobs.js';
import { type Judged, judge, settle } from './settle.js';
import { type AnswerHead, estimateShare, renderShare } from './shared-answer.js';
import type { SharedState } from './shared-state.js';
import type { SharedTopic } from './topic-choice.js';

export type Served = { readonly job: FetchJob; readonly answer: SharedAnswer; readonly picked: readonly Picked[] };

export type TurnResult = {
  readonly served: readonly Served[];
  /** These are over: what to tell each, once the unit is written. */
  readonly told: ReadonlyMap<Job, () => void>;
  /** There is more to hand out than one unit takes. */
  readonly hasMore: boolean;
};

export type TurnDeps = {
  readonly engine: { readonly log: Pick<Engine['log'], 'read' | 'bounds'> };
  readonly budget: AnswerBudget;
  /** Told what was rendered. */
  readonly spend: (bytes: number) => void;
};

/** `fetches`: with the topics that each is about. `first`: the partition that is the first this time. */
export function takeTurn(
  deps: TurnDeps,
  state: SharedState,
  jobs: readonly Job[],
  topicsOf: (job: FetchJob) => readonly SharedTopic[],
  now: number,
  first: number,
): TurnResult {
  const told = new Map<Job, () => void>();
  for (const job of jobs) settleJob(state, job, now, told);
  state.sweep(now);
  const served: Served[] = [];
  const dry = new Set<string>();
  let events = 0;
  let hasMore = false;
  for (const job of jobs) {
    if (job.kind !== 'fetch' || told.has(job)) continue;
    if (job.hasLeft) {
      told.set(job, () => undefined);
      continue;
    }
    const wish = job.request.topics.join(' ');
    const isFull = events >= WORK_QUEUE_TURN_EVENTS;
    const one =
      isFull || dry.has(wish) ? undefined : serve(deps, state, job, topicsOf(job), now, first + served.length);
    if (one === 'not yet') hasMore = true;
    if (one === 'no room') {
      if (job.isOver) told.set(job, () => job.reject(tooMuchInFlight()));
    } else if (one !== undefined && one !== 'not yet') {
      events += one.picked.length;
      served.push(one);
    } else if (!isFull) {
      dry.add(wish);
      if (job.isOver)
        told.set(job, () => job.resolve(emptyAnswer(state.standing.record.generation, job, topicsOf(job))));
    }
  }
  return { served, told, hasMore: hasMore || events >= WORK_QUEUE_TURN_EVENTS };
}

function settleJob(state: SharedState, job: Job, now: number, told: Map<Job, () => void>): void {
  const { group } = state.standing;
  const giveUp: Parameters<typeof settle>[2] = (item) =>
    state.giveUp(item, `returned in attempt ${item.attempts} of ${item.backlog.maxAttempts} (maxAttempts)`);
  try {
    if (job.kind === 'settle') {
      settle(judge(state.find, group, job.settlement), now, giveUp);
      told.set(job, job.resolve);
      return;
    }
    if (job.isSettled) return;
    const { memberId, commit, settlement } = job.request;
    if (settlement !== undefined) settle(judge(state.find, group, settlement), now, giveUp);
    if (commit) settle({ ...NOTHING, ack: state.holders.of(memberId) }, now, giveUp);
  } catch (error) {
    told.set(job, () => job.reject(error));
  }
}

const NOTHING: Judged = { ack: [], nack: [], extend: [] };

function serve(
  { engine: { log }, budget, spend }: TurnDeps,
  state: SharedState,
  job: FetchJob,
  topics: readonly SharedTopic[],
  now: number,
  first: number,
): Served | 'no room' | 'not yet' | undefined {
  const { request, wake, isOver } = job;
  const choice = choose(
    log,
    inTurn(
      topics.flatMap(({ name }) => state.of(name)),
      first,
    ),
    request.wanted,
    now,
    state.filter,
  );
  const { picked } = choice;
  if (picked.length === 0) {
    budget.leave(wake);
    passLeftOut(choice);
    return choice.isCut ? 'not yet' : undefined;
  }
  const head = headOf(state.standing.record.generation, job, topics);
  const estimate = estimateShare(picked, choice.bytes);
  const answer =
    !isOver && budget.isBehind(wake)
      ? undefined
      : budget.build(estimate, () => renderShare(head, picked), isOver ? undefined : wake);
  spend(answer?.bytes ?? estimate);
  if (answer === undefined) {
    giveBack(choice);
    return 'no room';
  }
  lease(log, choice, { member: request.memberId, until: now + request.leaseMs, now });
  return { job, answer, picked };
}

function inTurn(backlogs: readonly Backlog[], first: number): readonly Backlog[] {
  const at = backlogs.length === 0 ? 0 : first % backlogs.length;
  return at === 0 ? backlogs : [...backlogs.slice(at), ...backlogs.slice(0, at)];
}

function headOf(generation: number, { request }: FetchJob, topics: readonly SharedTopic[]): AnswerHead {
  const assignment = topics.flatMap(({ name: topic, partitions }) =>
    Array.from({ length: partitions }, (_, partition) => ({ topic, partition })),
  );
  return { memberId: request.memberId, generation, assignment };
}

export function emptyAnswer(generation: number, job: FetchJob, topics: readonly SharedTopic[]): SharedAnswer {
  return unheld(renderShare(headOf(generation, job, topics), []));
}
