// Consumer groups that members read over HTTP: what the routes call, and what bus.ts plugs together.
import { changeEvents } from '../../engine/changes.js';
import type { Engine } from '../../engine/engine.js';
import type { Loss } from '../../engine/trim.js';
import type { Clock } from '../../model/clock.js';
import { LIST_DEFAULT_LIMIT, LIST_MAX_LIMIT } from '../../model/limits.js';
import { type GroupName, parseGroupName, type TopicName } from '../../model/names.js';
import type { Timer } from '../../model/timer.js';
import type { AnswerBudget } from '../answer-budget.js';
import type { LogWatch } from '../log-watch.js';
import type { Turns } from '../turns.js';
import { changeGroup } from './change-group.js';
import { isOfMember, parseCommitBody } from './commit-body.js';
import { makeDraft } from './draft.js';
import { modeOf, refusalAt } from './fetch-body.js';
import { type GroupDocuments, makeGroupDocuments, recordOf } from './group-documents.js';
import { type GroupCall, makeGroupFetches } from './group-fetch.js';
import { type GroupCounts, type GroupLog, makeGroupNews } from './group-news.js';
import { makeGroupTopics } from './group-topics.js';
import {
  describeGroup,
  type GroupDescription,
  type GroupSummary,
  type IsInUse,
  type StoredGroup,
  summarise,
} from './group-view.js';
import { callerOf, leave } from './membership.js';
import type { OffsetAt } from './offset-list.js';
import { makePlanCommit, type PlanCommit } from './plan-commit.js';
import type { ReadMemory } from './read-memory.js';
import { atWork, groupNotFound, hasMembers, ofSubscription, parseOwnGroup } from './refusals.js';
import { type GroupSeekAnswer, seekGroup } from './seek.js';
import { makeSessions, type Sessions } from './sessions.js';
import { startUpkeep, type Upkeep } from './upkeep.js';

export type GroupPage = { readonly items: readonly GroupSummary[]; readonly next?: string };

export type Groups = {
  /** @throws as GroupFetches; INVALID_GROUP_ID */
  fetch(group: string, body: unknown): GroupCall;
  /** A commit of a member; without `memberId` a seek of a group that nobody is in. */
  setOffsets(
    group: string,
    body: unknown,
    options?: { readonly dryRun?: boolean },
  ): Promise<{ readonly offsets: readonly OffsetAt[] } | GroupSeekAnswer>;
  readonly planCommit: PlanCommit;
  /** @throws GROUP_ID_NOT_FOUND INVALID_GROUP_ID */
  describe(group: string): GroupDescription;
  list(page: { readonly after?: string; readonly limit?: number }): GroupPage;
  /** @throws GROUP_ID_NOT_FOUND NON_EMPTY_GROUP INCONSISTENT_GROUP_PROTOCOL INVALID_GROUP_ID */
  delete(group: string): Promise<void>;
  /** @throws GROUP_ID_NOT_FOUND ILLEGAL_GENERATION FENCED_INSTANCE_ID INVALID_GROUP_ID */
  removeMember(group: string, memberId: string): Promise<void>;
  /** What fetches of shared groups have passed. */
  tellLosses(losses: readonly Loss[]): void;
  load(): GroupCounts & { readonly groups: number; readonly members: number; readonly calls: number };
  /** Answers those that wait, and ends no session any more. */
  stop(): Promise<void>;
};

export type GroupsDeps = {
  readonly engine: Pick<Engine, 'log' | 'groups' | 'registry' | 'commit'>;
  /** What fetches look at, from memory. */
  readonly reads: ReadMemory['reads'];
  /** @throws UNKNOWN_TOPIC_OR_PARTITION */
  readonly lookupTopic: (name: string) => {
    readonly name: TopicName;
    readonly incarnation: number;
    readonly partitions: number;
  };
  readonly watch: Pick<LogWatch, 'partition'>;
  readonly turns: Turns;
  readonly timer: Timer;
  readonly budget: AnswerBudget;
  readonly clock: Pick<Clock, 'now' | 'uuid'>;
  readonly log: GroupLog;
  /** Fetches of `mode` "shared" under way, or waiting: of one group, or of all. */
  readonly sharedFetches: (group?: GroupName) => number;
  /** A fetch of `mode` "shared". */
  readonly fetchShared: (group: GroupName, body: unknown) => GroupCall;
};

export function makeGroups(deps: GroupsDeps): Groups {
  const { engine, clock } = deps;
  const { registry } = engine;
  const documents = makeGroupDocuments(registry);
  const topics = makeGroupTopics({ registry, lookupTopic: deps.lookupTopic });
  const news = makeGroupNews(deps.log);
  let upkeep: Upkeep | undefined;
  const sessions: Sessions = makeSessions(deps.timer, (group, member) => upkeep?.expire(group, member));
  const parts = { ...deps, topics, documents, sessions };
  upkeep = startUpkeep({ ...parts, sessions: () => sessions, news });
  const fetches = makeGroupFetches({ ...parts, engine: { ...engine, ...deps.reads }, tellLosses: news.lost });
  const planCommit = makePlanCommit(parts);
  const isInUse: IsInUse = (group) => deps.sharedFetches(group) > 0 || engine.groups.hasLease(group, clock.now());
  const find = (name: string): StoredGroup => findGroup(documents, registry, parseGroupName(name));

  return {
    planCommit,
    fetch: (name, body) => {
      const group = parseOwnGroup(name);
      return modeOf(body) === 'shared' ? deps.fetchShared(group, body) : fetches.fetch(group, body);
    },
    setOffsets: async (name, body, { dryRun = false } = {}) => {
      const group = parseOwnGroup(name);
      if (!isOfMember(body)) return seekGroup(parts, group, body, dryRun);
      if (dryRun) throw refusalAt('/memberId', 'commits: a dry run is one of a seek, without it');
      const asked = parseCommitBody(body);
      await changeGroup(parts, group, () => {
        // A member's commit is no reason to make the group.
        if (documents.get(group) === undefined) find(name);
        return planCommit({ group, ...asked });
      });
      return { offsets: asked.offsets };
    },
    describe: (name) => describeGroup(engine, clock.now(), find(name), isInUse),
    list: (page) => listPage(registry, page, isInUse),
    delete: (name) =>
      changeGroup(parts, parseGroupName(name), () => {
        const { group, record, subscription } = find(name);
        if (subscription !== undefined || record === undefined) throw ofSubscription(group);
        if (record.members.length > 0) throw hasMembers(group, record.members, 'Let them end');
        if (record.mode === 'shared' && isInUse(group)) throw atWork(group);
        return {
          expect: [
            { kind: 'version', collection: 'groups', name: group, version: documents.get(group)?.version ?? 0 },
            { kind: 'version', collection: 'subscriptions', name: group, version: 0 },
          ],
          documents: [{ collection: 'groups', name: group, body: null }],
          forgetGroups: [group],
          appends: [changeEvents(clock.now(), [{ kind: 'group.deleted', name: group }])],
        };
      }),
    removeMember: (name, memberId) =>
      changeGroup(parts, parseGroupName(name), () => {
        const { group, record } = find(name);
        callerOf(group, record, { memberId });
        const draft = makeDraft(parts, group, documents.get(group));
        leave(draft, memberId, 'removed by a call');
        return draft.unit();
      }),
    tellLosses: news.lostShared,
    load: () => ({
      ...news.counts(),
      ...upkeep.load(),
      calls: fetches.waiting() + deps.sharedFetches(),
    }),
    stop: async () => {
      fetches.stop();
      sessions.stop();
      await upkeep.stop();
      documents.close();
    },
  };
}

/** @throws GROUP_ID_NOT_FOUND */
function findGroup(documents: GroupDocuments, registry: Engine['registry'], group: GroupName): StoredGroup {
  const stored = documents.get(group);
  const subscription = registry.get('subscriptions', group);
  if (stored === undefined && subscription === undefined) throw groupNotFound(group);
  return { group, record: stored === undefined ? undefined : recordOf(stored), subscription };
}

/** Both collections in order of name, as one. */
function listPage(
  registry: Engine['registry'],
  { after, limit = LIST_DEFAULT_LIMIT }: { readonly after?: string; readonly limit?: number },
  isInUse: IsInUse,
): GroupPage {
  const size = Math.min(limit, LIST_MAX_LIMIT);
  const page = { limit: size + 1, ...(after === undefined ? {} : { after }) };
  const found = new Map<string, StoredGroup>();
  for (const subscription of registry.list('subscriptions', page)) {
    const group = subscription.name as GroupName;
    found.set(group, { group, record: undefined, subscription });
  }
  for (const stored of registry.list('groups', page)) {
    const group = stored.name as GroupName;
    found.set(group, { group, record: recordOf(stored), subscription: found.get(group)?.subscription });
  }
  const all = [...found.values()].sort((a, b) => (a.group < b.group ? -1 : 1));
  const items = all.slice(0, size).map((stored) => summarise(stored, isInUse));
  const last = items.at(-1);
  return all.length > size && last !== undefined ? { items, next: last.group } : { items };
}
