// A group as the API shows it: who is in it, and how far it has come. A subscription is the group of its name.
import { isDeepStrictEqual } from 'node:util';
import type { Document, Engine, Progress } from '../../engine/engine.js';
import { lagOf } from '../../engine/lag.js';
import type { GroupName } from '../../model/names.js';
import {
  type GroupMode,
  type GroupRecord,
  type GroupState,
  placeKey,
  stateOf,
  type TopicPartition,
} from './group-record.js';

export type GroupSummary = {
  readonly group: string;
  readonly mode: GroupMode;
  readonly state: GroupState | 'push';
  readonly generation: number;
  readonly memberCount: number;
};

export type MemberDescription = {
  readonly memberId: string;
  readonly instanceId?: string;
  readonly topics: readonly string[];
  readonly sessionTimeoutMs: number;
  readonly assignment: readonly TopicPartition[];
};

export type GroupOffset = TopicPartition & {
  readonly committedOffset: number;
  readonly highWatermark: number;
  readonly lag: number;
  readonly lagMs: number;
  /** Unfinished below the committed offset: held, or due later. Absent in exclusive mode, where nothing is. */
  readonly parked?: number;
  /** Events deleted before they were handed out, in all. */
  readonly lost: number;
};

export type GroupDescription = Omit<GroupSummary, 'memberCount'> & {
  readonly members: readonly MemberDescription[];
  readonly offsets: readonly GroupOffset[];
};

export type IsInUse = (group: GroupName) => boolean;

/** What the registry has under a group's name: at least one of the two. */
export type StoredGroup = {
  readonly group: GroupName;
  readonly record: GroupRecord | undefined;
  readonly subscription: Document | undefined;
};

/** `isInUse`: whether somebody holds events of a shared group, or waits for some. */
export function summarise({ group, record, subscription }: StoredGroup, isInUse: IsInUse): GroupSummary {
  const isPush = (subscription?.body as { readonly state?: unknown } | undefined)?.state === 'active';
  return {
    group,
    // A subscription is what a shared group is: a committed offset, and a set of what is unfinished below it.
    mode: record?.mode ?? 'shared',
    state: isPush ? 'push' : stateNow(group, record, isInUse),
    generation: record?.generation ?? 0,
    memberCount: record?.members.length ?? 0,
  };
}

function stateNow(group: GroupName, record: GroupRecord | undefined, isInUse: IsInUse): GroupState {
  if (record?.mode === 'shared') return isInUse(group) ? 'stable' : 'empty';
  return record === undefined ? 'empty' : stateOf(record);
}

export function describeGroup(
  engine: Pick<Engine, 'log' | 'groups'>,
  now: number,
  stored: StoredGroup,
  isInUse: IsInUse,
): GroupDescription {
  const { memberCount: _memberCount, ...summary } = summarise(stored, isInUse);
  const members = (stored.record?.members ?? []).map(({ id, instanceId, topics, sessionTimeoutMs, owned }) => ({
    memberId: id,
    ...(instanceId === null ? {} : { instanceId }),
    ...{ topics, sessionTimeoutMs },
    assignment: owned.map(({ topic, partition }) => ({ topic, partition })),
  }));
  return { ...summary, members, offsets: offsetsOf(engine, now, stored.group, summary.mode) };
}

function offsetsOf(
  engine: Pick<Engine, 'log' | 'groups'>,
  now: number,
  group: GroupName,
  mode: GroupMode,
): GroupOffset[] {
  const { progress, losses } = readGroup(engine.groups, group);
  return progress.flatMap(({ topic, partition, committedOffset, position = null, inFlight }) => {
    const bounds = engine.log.bounds(topic, partition);
    if (bounds === undefined) return [];
    const lag = lagOf(engine.log, now, { topic, partition }, bounds, committedOffset);
    // Written down when the next member takes the partition on.
    const unwritten = Math.max(0, bounds.logStartOffset - Math.max(committedOffset, position ?? 0));
    const lost = (losses.get(placeKey({ topic, partition })) ?? 0) + unwritten;
    if (mode === 'exclusive') return [{ topic, partition, ...lag, lost }];
    const parked = engine.groups.parkedCount(group, topic, partition) + inFlight.length;
    return [{ topic, partition, ...lag, parked, lost }];
  });
}

/** Read again where a commit came between the two: a loss is written with the offset that passes it. */
function readGroup(
  groups: Engine['groups'],
  group: GroupName,
): { readonly progress: readonly Progress[]; readonly losses: ReadonlyMap<string, number> } {
  for (;;) {
    const losses = groups.losses(group);
    const progress = groups.progress(group);
    if (!isDeepStrictEqual(losses, groups.losses(group))) continue;
    return { progress, losses: new Map(losses.map((one) => [placeKey(one), one.events])) };
  }
}
