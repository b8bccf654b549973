// A member's fetch: decide ▸ commit, release, rewind ▸ (wait) ▸ read ▸ one unit ▸ answer. What a call decides on is what it has
// read; the writer judges that it still is so, and where it is not the call decides again.
import type { CommitUnit } from '../../engine/engine.js';
import { PosthornError } from '../../errors/posthorn-error.js';
import type { Clock } from '../../model/clock.js';
import { GROUP_COMMIT_ATTEMPTS, GROUP_WAITS_MAX, GROUP_WAITS_RETRY_AFTER_MS } from '../../model/group-limits.js';
import type { GroupName, TopicName } from '../../model/names.js';
import type { Timer } from '../../model/timer.js';
import type { LogWatch } from '../log-watch.js';
import type { Turns } from '../turns.js';
import { type Call, makeCall } from './calls.js';
import { type DeliverDeps, type Delivery, deliver, emptyAnswer, type GroupAnswer } from './deliver.js';
import { type Draft, type DraftDeps, makeDraft } from './draft.js';
import { enter } from './enter.js';
import { type GroupFetchRequest, parseGroupFetch } from './fetch-body.js';
import { type GroupDocuments, recordOf } from './group-documents.js';
import { placeKey } from './group-record.js';
import { callerOf, memberOf } from './membership.js';
import { putBack } from './put-back.js';
import { refuseOtherUse } from './refusals.js';
import type { Sessions, Underway } from './sessions.js';

export type GroupCall = {
  /** Rejects as the call is refused. To be released. */
  readonly answer: Promise<Pick<GroupAnswer, 'chunks' | 'bytes' | 'release'>>;
  /** The answer is sent, or (`isSent` false) nobody takes it any more: then it does not count as handed out. */
  readonly over: (isSent: boolean) => void;
};

export type GroupFetches = {
  /**
   * @throws INVALID_REQUEST ILLEGAL_GENERATION FENCED_INSTANCE_ID THROTTLING_QUOTA_EXCEEDED; the answer rejects with these,
   *   INCONSISTENT_GROUP_PROTOCOL UNKNOWN_TOPIC_OR_PARTITION OFFSET_OUT_OF_RANGE and what a commit throws
   */
  fetch(group: GroupName, body: unknown): GroupCall;
  /** Calls under way, or waiting. */
  waiting(): number;
  /** Answers all that wait with what there is, and those that come from then on at once. */
  stop(): void;
};

export type GroupFetchDeps = DraftDeps &
  DeliverDeps & {
    readonly engine: DraftDeps['engine'] & { commit(unit: CommitUnit): Promise<unknown> };
    readonly documents: GroupDocuments;
    readonly sessions: Sessions;
    readonly watch: Pick<LogWatch, 'partition'>;
    readonly turns: Turns;
    readonly timer: Timer;
    readonly clock: Pick<Clock, 'now' | 'uuid'>;
    readonly tellLosses: (draft: Draft) => void;
  };

type Step =
  | { readonly kind: 'answer'; readonly delivery: Delivery }
  | { readonly kind: 'wait'; readonly woken: Promise<void> }
  | { readonly kind: 'again' }
  | { readonly kind: 'gone' };

export function makeGroupFetches(deps: GroupFetchDeps): GroupFetches {
  const { documents } = deps;
  const calls = new Set<Call>();
  let stopped = false;

  const run = async (call: Call, previous: Underway | undefined, underway: Underway): Promise<Delivery | undefined> => {
    await previous?.done;
    // Members that come, or come back, change the record: one after the other they do not refuse each other.
    let isAlone = call.request.memberId === undefined;
    let attempts = 0;
    while (!call.isGone) {
      // Its client may have hung up while it waited for its turn.
      const next = async (): Promise<Step> => (call.isGone ? { kind: 'gone' } : step(deps, call, stopped, underway));
      try {
        const taken = isAlone ? await documents.alone(call.group, next) : await next();
        if (taken.kind === 'gone') return undefined;
        if (taken.kind === 'answer') return taken.delivery;
        if (taken.kind === 'wait') await taken.woken;
        isAlone = false;
        attempts = 0;
      } catch (error) {
        attempts += 1;
        const isConflict = error instanceof PosthornError && error.code === 'VERSION_CONFLICT';
        if (!isConflict || attempts >= GROUP_COMMIT_ATTEMPTS) {
          if (hasCommitted(call) && error instanceof PosthornError) return committedAlone(deps, call);
          throw error;
        }
        isAlone = true;
      }
    }
    return undefined;
  };

  return {
    fetch: (group, body) => {
      const request = parseGroupFetch(body);
      if (calls.size >= GROUP_WAITS_MAX) throw tooManyWaiting();
      return startCall(deps, calls, run, group, stopped ? { ...request, waitMs: 0 } : request);
    },
    waiting: () => calls.size,
    stop: () => {
      stopped = true;
      for (const { wake } of calls) wake();
    },
  };
}

type Run = (call: Call, previous: Underway | undefined, underway: Underway) => Promise<Delivery | undefined>;

/** From its first step until its answer is sent: a newer call of the same member lets it end first. */
function startCall(
  deps: GroupFetchDeps,
  calls: Set<Call>,
  run: Run,
  group: GroupName,
  request: GroupFetchRequest,
): GroupCall {
  const { documents, sessions, budget } = deps;
  const stored = documents.get(group);
  const found = callerOf(group, stored === undefined ? undefined : recordOf(stored), request);
  const call = makeCall(deps, group, request);
  const { promise: done, resolve: finish } = resolvable();
  let delivery: Delivery | undefined;
  let isOver = false;

  const end = (): void => {
    if (!calls.delete(call)) return;
    call.close();
    budget.leave(call.wake);
    if (call.memberId !== undefined) sessions.end(group, call.memberId, underway);
    finish();
  };
  const giveBack = ({ handedOut }: Delivery): Promise<void> => putBack(deps, group, call.memberId ?? '', handedOut);
  const over = (isSent: boolean): void => {
    if (isOver) return;
    isOver = true;
    call.isGone = true;
    if (delivery === undefined) call.wake();
    else if (isSent) end();
    else void giveBack(delivery).then(end);
  };
  const underway: Underway = {
    done,
    supersede: (byList) => {
      call.isSuperseded = true;
      if (delivery === undefined) call.wake();
      // A list goes on from the committed offsets anyway, and may well name what this answer has brought.
      else over(byList);
    },
  };

  calls.add(call);
  const previous = found === undefined ? undefined : sessions.of(group, found).underway;
  if (found !== undefined) {
    call.memberId = found.id;
    sessions.begin(group, found.id, underway);
  }
  previous?.supersede(typeof request.commit !== 'boolean');
  const answer = run(call, previous, underway).then(async (made) => {
    // A newer call has come while this one's hand-out was written: it is to get these events, not to commit them.
    const isLate = call.isSuperseded && made !== undefined && made.handedOut.length > 0;
    if (made !== undefined && !call.isGone && !isLate) {
      delivery = made;
      return made.answer;
    }
    made?.answer.release();
    if (made !== undefined) await giveBack(made);
    end();
    if (made === undefined || call.isGone) return new Promise<never>(() => undefined);
    return made.withoutEvents();
  });
  answer.catch(end);
  return { answer, over };
}

function hasCommitted({ hasEntered, request }: Call): boolean {
  return hasEntered && request.memberId !== undefined && request.commit !== false;
}

/** What it committed when it began stands, and a refusal would say that it does not: the member is refused at its next call. */
function committedAlone(deps: GroupFetchDeps, { group, memberId = '' }: Call): Delivery {
  return emptyAnswer(makeDraft(deps, group, deps.documents.get(group)), memberId);
}

/** Without a break up to the commit, or to the wait. */
async function step(deps: GroupFetchDeps, call: Call, stopped: boolean, underway: Underway): Promise<Step> {
  const { engine, documents, sessions } = deps;
  const { group, request, wake } = call;
  const stored = documents.get(group);
  refuseOtherUse(engine.registry, group, stored, 'exclusive');
  const draft = makeDraft(deps, group, stored);
  const id = call.hasEntered ? stay(call, draft) : decide(deps, call, draft);
  const turn = sessions.find(group, id)?.turn ?? 0;
  const owned = new Set(memberOf(draft.record, id).owned.map(placeKey));
  const waits = !stopped && !isOver(call, draft, owned, id);
  const delivery = call.isSuperseded
    ? emptyAnswer(draft, id)
    : deliver(deps, draft, { id, request, turn, ...(waits ? { wake } : {}) });
  const unit = draft.unit();
  if (unit !== undefined) await commit(deps, draft, unit, delivery);
  const session = sessions.of(group, memberOf(draft.record, id));
  if (delivery !== undefined) session.turn += 1;
  // It is the member's call since it came; where it makes a member, or another id of one, from now on.
  if (call.memberId !== id) sessions.begin(group, id, underway);
  call.hasEntered = true;
  call.memberId = id;
  if (delivery !== undefined) return { kind: 'answer', delivery };
  return unit === undefined ? { kind: 'wait', woken: wait(deps, call, draft, id) } : { kind: 'again' };
}

function decide(deps: GroupFetchDeps, call: Call, draft: Draft): string {
  const { id, isJoin } = enter(deps, draft, call.request, deps.clock.uuid());
  call.isJoin = isJoin;
  return id;
}

/** It waits, and others may have come or gone meanwhile. @throws ILLEGAL_GENERATION FENCED_INSTANCE_ID */
function stay({ group, memberId = '' }: Call, draft: Draft): string {
  const { id } = callerOf(group, draft.record, { memberId }) ?? { id: memberId };
  if (draft.record.moves.length > 0) draft.releaseClean();
  return id;
}

async function commit(
  { engine, tellLosses }: GroupFetchDeps,
  draft: Draft,
  unit: CommitUnit,
  delivery: Delivery | undefined,
): Promise<void> {
  try {
    await engine.commit(unit);
  } catch (error) {
    delivery?.answer.release();
    throw error;
  }
  tellLosses(draft);
}

function isOver(call: Call, { record: { moves } }: Draft, owned: ReadonlySet<string>, id: string): boolean {
  // It has to let go of a partition: its client is to commit what it has of it, and to call again.
  if (moves.some((move) => owned.has(placeKey(move)))) return true;
  const isAwaited = call.isJoin && owned.size === 0 && moves.some(({ to }) => to === id);
  return isAwaited ? call.isAssignmentTimeUp : call.isTimeUp;
}

function wait({ documents, watch }: GroupFetchDeps, call: Call, draft: Draft, id: string): Promise<void> {
  const { owned } = memberOf(draft.record, id);
  return call.wait((wake) => [
    documents.onChange(call.group, wake),
    ...owned.map(({ topic, partition }) => watch.partition(topic as TopicName, partition, wake)),
  ]);
}

function resolvable(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function tooManyWaiting(): PosthornError {
  return new PosthornError(
    'THROTTLING_QUOTA_EXCEEDED',
    `${GROUP_WAITS_MAX} fetches of groups are under way or wait already. Ask again a little later.`,
    { retryAfterMs: GROUP_WAITS_RETRY_AFTER_MS },
  );
}
