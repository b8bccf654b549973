// Groups in shared mode: work queues that any number of workers fetch from. resolve ▸ judge ▸ queue up at the group; see
// shared-group.ts for what becomes of it.
import type { Engine } from '../../../engine/engine.js';
import { PosthornError } from '../../../errors/posthorn-error.js';
import type { Clock } from '../../../model/clock.js';
import { WORK_QUEUE_WAITING_MAX } from '../../../model/group-limits.js';
import { SUBSCRIPTION_NAME_MAX_CHARS, WAITING_POLLS_RETRY_AFTER_MS } from '../../../model/limits.js';
import type { GroupName } from '../../../model/names.js';
import type { GroupCall } from '../group-fetch.js';
import { parseOwnGroup } from '../refusals.js';
import { parseSharedFetch } from './fetch-body.js';
import type { AskedShare, FetchJob, SharedAnswer, SharedFetch } from './jobs.js';
import type { Settlement } from './settle.js';
import { makeSharedGroup, type SharedGroup, type SharedGroupDeps } from './shared-group.js';
import { standingOf } from './standing.js';
import { chooseTopics, type SharedTopic } from './topic-choice.js';

export type SharedPoll = {
  /**
   * Rejects with UNKNOWN_TOPIC_OR_PARTITION INCONSISTENT_GROUP_PROTOCOL INVALID_RECORD_STATE INVALID_REQUEST
   * THROTTLING_QUOTA_EXCEEDED, or as a commit does. To be released.
   */
  readonly answer: Promise<SharedAnswer>;
  /** The client has hung up: what it brought along is written, what it was handed out and did not get is due at once. */
  readonly leave: () => void;
};

export type SharedGroups = {
  /** @throws INVALID_GROUP_ID UNKNOWN_TOPIC_OR_PARTITION INCONSISTENT_GROUP_PROTOCOL THROTTLING_QUOTA_EXCEEDED */
  fetch(group: string, asked: AskedShare): SharedPoll;
  /** The same, from the body of the request. @throws INVALID_REQUEST too */
  call(group: string, body: unknown): GroupCall;
  /** Resolves once it is written. @throws INVALID_GROUP_ID; rejects with INVALID_RECORD_STATE GROUP_ID_NOT_FOUND too */
  acknowledge(group: string, settlement: Settlement): Promise<void>;
  /** Fetches that wait: of one group, or of all. */
  waiting(group?: string): number;
  /** Answers all that wait with what there is, and those that come from then on at once. */
  stop(): void;
};

export type SharedGroupsDeps = Omit<SharedGroupDeps, 'allTopics'> & {
  readonly engine: Pick<Engine, 'log' | 'groups' | 'registry' | 'commit'>;
  readonly clock: Pick<Clock, 'now' | 'uuid'>;
};

export function makeSharedGroups(given: SharedGroupsDeps): SharedGroups {
  const { engine, timer, lookupTopic } = given;
  const groups = new Map<GroupName, SharedGroup>();
  let topics: readonly SharedTopic[] | undefined;
  const fetching = new Map<string, number>();
  let waiting = 0;
  let stopped = false;

  const allTopics = (): readonly SharedTopic[] => {
    topics ??= engine.registry.list('topics').map(({ name }) => lookupTopic(name));
    return topics;
  };
  const deps: SharedGroupDeps = { ...given, allTopics };

  const unlisten = engine.registry.onChange((signals) => {
    for (const { collection, name } of signals) {
      if (collection === 'groups' || collection === 'subscriptions') groups.get(name as GroupName)?.wake();
      if (collection !== 'topics') continue;
      topics = undefined;
      for (const group of groups.values()) group.wake();
    }
  });

  const groupOf = (name: GroupName): SharedGroup => {
    const group = groups.get(name) ?? makeSharedGroup(deps, name, () => groups.delete(name));
    groups.set(name, group);
    return group;
  };

  const count = (name: GroupName, by: 1 | -1): void => {
    waiting += by;
    const now = (fetching.get(name) ?? 0) + by;
    if (now === 0) fetching.delete(name);
    else fetching.set(name, now);
  };

  const queue = (name: GroupName, request: SharedFetch): SharedPoll => {
    const group = groupOf(name);
    let leave = (): void => undefined;
    const answer = new Promise<SharedAnswer>((resolve, reject) => {
      count(name, 1);
      const isOver = request.waitMs === 0;
      let disarm = (): void => undefined;
      const done = (): void => {
        count(name, -1);
        disarm();
      };
      const job: FetchJob = {
        ...{ kind: 'fetch', request, isOver, isSetUp: false, isSettled: false, hasLeft: false },
        ...{ handed: [], wake: () => group.wake(), done, resolve, reject },
      };
      const over = (): void => {
        job.isOver = true;
        group.wake();
      };
      if (!isOver) disarm = timer(over, request.waitMs);
      leave = () => group.leave(job);
      group.add(job);
    });
    return { answer, leave };
  };

  const fetch: SharedGroups['fetch'] = (name, asked) => {
    const group = parseSharedGroup(name);
    const waitMs = stopped ? 0 : asked.waitMs;
    const request: SharedFetch = { ...asked, waitMs, memberId: asked.memberId ?? given.clock.uuid() };
    chooseTopics(deps, standingOf(deps, group), request.topics);
    if (waiting >= WORK_QUEUE_WAITING_MAX) throw tooManyWaiting();
    return queue(group, request);
  };

  return {
    fetch,
    call: (group, body) => {
      const { answer, leave } = fetch(group, parseSharedFetch(body));
      return {
        answer,
        over: (isSent) => {
          if (!isSent) leave();
        },
      };
    },
    acknowledge: (name, settlement) => {
      const group = groupOf(parseSharedGroup(name));
      return new Promise((resolve, reject) => group.add({ kind: 'settle', settlement, resolve, reject }));
    },
    waiting: (group) => (group === undefined ? waiting : (fetching.get(group) ?? 0)),
    stop: () => {
      stopped = true;
      unlisten();
      for (const group of groups.values()) group.stop();
    },
  };
}

/** @throws INVALID_GROUP_ID */
function parseSharedGroup(name: string): GroupName {
  const group = parseOwnGroup(name);
  if (group.length <= SUBSCRIPTION_NAME_MAX_CHARS) return group;
  const detail = `The name of a shared group has at most ${SUBSCRIPTION_NAME_MAX_CHARS} characters: its dead letter topic adds '.dlt'.`;
  throw new PosthornError('INVALID_GROUP_ID', detail);
}

function tooManyWaiting(): PosthornError {
  return new PosthornError(
    'THROTTLING_QUOTA_EXCEEDED',
    `${WORK_QUEUE_WAITING_MAX} shared fetches wait for events already. Ask again a little later.`,
    { retryAfterMs: WAITING_POLLS_RETRY_AFTER_MS },
  );
}
