// What happens to groups without a call of theirs: sessions end, topics come, grow and go. Follows the records, so that the
// sessions are those of the members there are.
import type { Registry } from '../../engine/engine.js';
import { GROUP_SESSION_RETRY_MS } from '../../model/group-limits.js';
import type { GroupName } from '../../model/names.js';
import type { Timer } from '../../model/timer.js';
import { matchesTopic } from '../../model/topic-match.js';
import { type ChangeDeps, changeGroup } from './change-group.js';
import { type Draft, type DraftDeps, makeDraft } from './draft.js';
import { type GroupDocuments, recordOf } from './group-documents.js';
import type { GroupNews } from './group-news.js';
import type { GroupRecord } from './group-record.js';
import { leave } from './membership.js';
import type { Sessions } from './sessions.js';

export type Upkeep = {
  /** A member made no call for as long as its session lasts. */
  expire(group: string, memberId: string): void;
  load(): { readonly groups: number; readonly members: number };
  /** Nothing more is begun; resolves when nothing is being written. */
  stop(): Promise<void>;
};

export type UpkeepDeps = DraftDeps &
  ChangeDeps & {
    readonly engine: DraftDeps['engine'] & ChangeDeps['engine'] & { readonly registry: Registry };
    readonly documents: GroupDocuments;
    readonly sessions: () => Sessions;
    readonly timer: Timer;
    readonly news: GroupNews;
  };

export function startUpkeep(deps: UpkeepDeps): Upkeep {
  const { engine, documents, timer, news } = deps;
  const records = new Map<string, GroupRecord>();
  const writing = new Set<Promise<void>>();
  let stopped = false;

  const follow = (group: string): void => {
    const stored = documents.get(group);
    const record = stored === undefined ? undefined : recordOf(stored);
    news.changed(group, records.get(group), record);
    if (record === undefined) records.delete(group);
    else records.set(group, record);
    deps.sessions().follow(group, record?.members ?? []);
  };

  /** Written at some time, unless the server stops first. */
  const write = (group: string, what: string, decide: (draft: Draft) => void): void => {
    if (stopped) return;
    const change = changeGroup(deps, group as GroupName, () => {
      const stored = documents.get(group);
      if (stored === undefined) return undefined;
      const draft = makeDraft(deps, group as GroupName, stored);
      decide(draft);
      return draft.unit();
    }).catch((error: unknown) => {
      if (stopped) return;
      news.failed(group, what, error);
      timer(() => write(group, what, decide), GROUP_SESSION_RETRY_MS);
    });
    writing.add(change);
    void change.then(() => writing.delete(change));
  };

  const retarget = (group: string): void => write(group, 'rebalance', (draft) => draft.retarget(draft.record));

  const ends = [
    documents.onAnyChange(follow),
    engine.registry.onChange((signals) => {
      const names = signals.filter(({ collection }) => collection === 'topics').map(({ name }) => name);
      if (names.length === 0) return;
      for (const [group, { members }] of records) {
        if (names.some((name) => members.some(({ topics }) => matchesTopic(topics, name)))) retarget(group);
      }
    }),
  ];
  for (const { name, body } of engine.registry.list('groups')) {
    const record = body as GroupRecord;
    records.set(name, record);
    deps.sessions().follow(name, record.members);
    // A topic may have changed just before the last stop.
    if (record.members.length > 0) retarget(name);
  }

  return {
    expire: (group, memberId) =>
      write(group, 'end of a session', (draft) => {
        // A call came in the last moment.
        if (deps.sessions().find(group, memberId)?.underway !== undefined) return;
        if (!draft.record.members.some(({ id }) => id === memberId)) return;
        news.expired(group, memberId);
        leave(draft, memberId, 'session ended: no call within its time-out');
      }),
    load: () => ({
      groups: records.size,
      members: [...records.values()].reduce((sum, { members }) => sum + members.length, 0),
    }),
    stop: async () => {
      stopped = true;
      for (const end of ends) end();
      await Promise.all(writing);
    },
  };
}
