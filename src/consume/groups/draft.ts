// A decision on one group in the making: the record and the progress as they are to be, and the one unit that brings them
// about. The unit expects what was read: where another one came between, the writer refuses it and the call decides again.
import { type Change, changeEvents, lossChanges } from '../../engine/changes.js';
import type { CommitUnit, Document, Engine, Expectation } from '../../engine/engine.js';
import { startOffset } from '../../engine/start-position.js';
import type { Clock } from '../../model/clock.js';
import type { GroupName, PartitionIndex, TopicName } from '../../model/names.js';
import type { StartAt } from '../../model/start-at.js';
import { matchesTopic } from '../../model/topic-match.js';
import { type DraftProgress, makeDraftProgress, type Reached } from './draft-progress.js';
import { emptyGroup, type GroupRecord, type Move, placeKey, type TopicPartition } from './group-record.js';
import { ownersOf, rebalance, release, type TopicNow } from './rebalance.js';

export type GroupTopics = {
  /** Those that any of these patterns names, as they are now. */
  matching(patterns: readonly string[]): readonly TopicNow[];
  find(name: string): TopicNow | undefined;
};

export type DraftDeps = {
  readonly engine: Pick<Engine, 'log' | 'groups' | 'registry'>;
  readonly topics: GroupTopics;
  readonly clock: Pick<Clock, 'now'>;
};

export type Draft = Pick<DraftProgress, 'reached' | 'reach' | 'expectUnchanged' | 'passDeleted' | 'losses'> & {
  readonly group: GroupName;
  /** As it is to be. */
  readonly record: GroupRecord;
  /** The topic is the one that the record means, not one created anew since, which is still to be assigned. */
  stands(place: TopicPartition): boolean;
  /** Version of the stored document; 0: there is none. */
  readonly version: number;
  /** Members or topics are others than before: the target is made out anew. `start`: for topics that nobody read so far. */
  retarget(record: GroupRecord, start?: StartAt): void;
  /** Where only the members' own fields are others. */
  replace(record: GroupRecord): void;
  /** Its unit says so in _changes. */
  tell(change: Change): void;
  /** What `owner` has to let go of goes to those that wait for it, committed or not. */
  releaseAll(owner: string): void;
  /** What of all that is committed goes to them, judged by the writer as well. */
  releaseClean(): void;
  /**
   * What is below `now.position` leaves with the answer. The writer judges that nothing was committed there meanwhile: what a
   * transaction on its way to it commits is not handed out again.
   */
  handOut(place: TopicPartition, now: Reached): void;
  /** Undefined: there is nothing to write, and nothing to be judged. */
  unit(): CommitUnit | undefined;
};

export function makeDraft(deps: DraftDeps, group: GroupName, stored: Document | undefined): Draft {
  const before = (stored?.body as GroupRecord | undefined) ?? emptyGroup('exclusive');
  const version = stored?.version ?? 0;
  const progress = makeDraftProgress(deps.engine, group);
  const told: Change[] = [];
  let handsOut = false;
  let record = before;

  const turnTo = (next: GroupRecord, start?: StartAt): void => {
    adopt(deps, group, progress, record, next, start);
    record = next;
  };
  const isClean = (move: Move): boolean => {
    const now = progress.reached(move);
    return now !== undefined && now.position === now.committedOffset;
  };

  return {
    ...progress,
    ...{ group, version },
    get record() {
      return record;
    },
    stands: ({ topic }) => deps.topics.find(topic)?.incarnation === record.incarnations[topic],
    replace: (next) => {
      record = next;
    },
    tell: (change) => {
      told.push(change);
    },
    retarget: (next, start) => {
      const all = deps.topics.matching(next.members.flatMap((member) => member.topics));
      turnTo(rebalance(record, next, all), start);
      turnTo(release(record, isClean));
    },
    releaseClean: () => turnTo(release(record, isClean)),
    releaseAll: (owner) => {
      const owners = ownersOf(record.members);
      turnTo(release(record, (move) => owners.get(placeKey(move)) === owner));
    },
    handOut: (place, now) => {
      handsOut = true;
      progress.expectUnchanged(place);
      progress.reach(place, now);
    },
    unit: () => {
      const { topics, expect: reached, ...changes } = progress.changes();
      const isChanged = record !== before || version === 0;
      if (!isChanged && topics.size === 0 && !handsOut) return undefined;
      const expect: Expectation[] = [
        { kind: 'version', collection: 'groups', name: group, version },
        ...(version === 0 ? [{ kind: 'version', collection: 'subscriptions', name: group, version: 0 } as const] : []),
        ...[...topics].map((name): Expectation => {
          // A topic that is gone by now has none: the writer refuses the unit.
          return {
            kind: 'incarnation',
            collection: 'topics',
            name,
            incarnation: deps.topics.find(name)?.incarnation ?? 0,
          };
        }),
        ...reached,
      ];
      const documents = isChanged ? { documents: [{ collection: 'groups', name: group, body: record } as const] } : {};
      const all = [...told, ...lossChanges('group.lost', changes.losses ?? [])];
      const appends = all.length === 0 ? {} : { appends: [changeEvents(deps.clock.now(), all)] };
      return { expect, ...documents, ...changes, ...appends };
    },
  };
}

/**
 * Whoever gets a partition goes on at its committed offset, or begins where `start` says. What its former owner is handed out or
 * commits at the same time makes the writer refuse the unit.
 */
function adopt(
  deps: DraftDeps,
  group: GroupName,
  progress: DraftProgress,
  before: GroupRecord,
  next: GroupRecord,
  start: StartAt | undefined,
): void {
  if (before === next) return;
  const rewind = (place: TopicPartition): void => {
    progress.expectUnchanged(place);
    const now = progress.reached(place);
    if (now !== undefined && now.position > now.committedOffset) {
      progress.reach(place, { ...now, position: now.committedOffset });
    }
  };
  const owners = ownersOf(before.members, ({ topic }) => before.incarnations[topic] === next.incarnations[topic]);
  const wanted = before.members.flatMap((member) => member.topics);
  for (const { id, owned } of next.members) {
    for (const place of owned) {
      if (owners.get(placeKey(place)) === id) continue;
      rewind(place);
      if (progress.reached(place) === undefined) {
        progress.reach(place, startOf(deps, group, place, matchesTopic(wanted, place.topic) ? undefined : start));
      }
    }
  }
  const owned = ownersOf(next.members);
  for (const member of before.members) {
    for (const place of member.owned) if (!owned.has(placeKey(place))) rewind(place);
  }
}

/** What the group comes to later, and not by a member's own wish, it reads from the log start on. */
function startOf(
  { engine, topics }: DraftDeps,
  group: GroupName,
  place: TopicPartition,
  start: StartAt = { kind: 'earliest' },
): Reached {
  const [topic, partition] = [place.topic as TopicName, place.partition as PartitionIndex];
  const bounds = engine.log.bounds(topic, partition);
  // It has read the topic before: this partition is younger than that.
  const others = Array.from({ length: topics.find(topic)?.partitions ?? 0 }, (_, at) => at as PartitionIndex);
  const isKnown = others.some((at) => engine.groups.progressAt(group, topic, at) !== undefined);
  const from: StartAt = isKnown ? { kind: 'earliest' } : start;
  const committedOffset = bounds === undefined ? 0 : startOffset(engine.log, topic, partition, bounds, from);
  return { committedOffset, position: committedOffset };
}
