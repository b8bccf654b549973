// What is told of groups: log lines, and counts for the metrics page.
import type { Loss } from '../../engine/trim.js';
import type { Draft } from './draft.js';
import type { GroupRecord } from './group-record.js';

export type GroupLog = {
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
};

export type GroupCounts = {
  readonly rebalances: number;
  readonly expiredSessions: number;
  readonly lostEvents: Readonly<Record<string, number>>;
};

export type GroupNews = {
  /** The record is another than before. */
  changed(group: string, before: GroupRecord | undefined, now: GroupRecord | undefined): void;
  expired(group: string, member: string): void;
  lost(draft: Pick<Draft, 'group' | 'losses'>): void;
  /** Passed by a fetch of a shared group. */
  lostShared(losses: readonly Loss[]): void;
  failed(group: string, what: string, error: unknown): void;
  counts(): GroupCounts;
};

export function makeGroupNews(log: GroupLog): GroupNews {
  const lostEvents: Record<string, number> = {};
  let rebalances = 0;
  let expiredSessions = 0;
  return {
    changed: (group, before, now) => {
      if (before !== undefined && now === undefined) {
        delete lostEvents[group];
        log.info({ group }, 'group deleted');
      }
      if (now === undefined || now.generation === before?.generation) return;
      const { generation, members } = now;
      if (generation > 0) rebalances += 1;
      const [had, has] = [idsOf(before), idsOf(now)];
      for (const member of has) if (!had.has(member)) log.info({ group, member, generation }, 'member joined');
      for (const member of had) if (!has.has(member)) log.info({ group, member, generation }, 'member left');
      log.info({ group, generation, members: members.length }, 'partitions assigned');
    },
    expired: (group, member) => {
      expiredSessions += 1;
      log.info({ group, member }, 'session ended: no call within its time-out');
    },
    lost: ({ group, losses }) => {
      for (const { place, from, to } of losses) {
        const events = to - from;
        lostEvents[group] = (lostEvents[group] ?? 0) + events;
        log.warn({ group, ...place, from, to, events }, 'events were deleted before they were handed out');
      }
    },
    lostShared: (losses) => {
      for (const { group, topic, partition, events } of losses) {
        lostEvents[group] = (lostEvents[group] ?? 0) + events;
        log.warn({ group, topic, partition, events }, 'events were deleted before they were handed out');
      }
    },
    failed: (group, what, error) =>
      log.warn({ group, error: String(error) }, `${what} cannot be written now: trying again`),
    counts: () => ({ rebalances, expiredSessions, lostEvents: { ...lostEvents } }),
  };
}

function idsOf(record: GroupRecord | undefined): ReadonlySet<string> {
  return new Set(record?.members.map(({ id }) => id));
}
