// POST /v1/groups/{group}/offsets without a member: a group that nobody is in goes on from another place of the log.
import { changeEvents, soughtChange } from '../../engine/changes.js';
import type { CommitUnit, Document, Engine, Expectation } from '../../engine/engine.js';
import { destinationsOf, placesOf, type SeekPlace, type SeekStep, stepOf, sumsOf } from '../../engine/seek-places.js';
import type { Clock } from '../../model/clock.js';
import type { GroupName, TopicName } from '../../model/names.js';
import { parseSeek, type SeekTarget } from '../../model/seek-body.js';
import { type ChangeDeps, changeGroup } from './change-group.js';
import type { GroupTopics } from './draft.js';
import { type GroupDocuments, recordOf } from './group-documents.js';
import { emptyGroup, placeKey } from './group-record.js';
import { groupNotFound, hasMembers, movedBySubscription } from './refusals.js';

export type GroupSeekAnswer = {
  readonly dryRun: boolean;
  /** Sums over `offsets`. */
  readonly replayed: number;
  readonly skipped: number;
  readonly offsets: readonly SeekStep[];
};

export type GroupSeekDeps = ChangeDeps & {
  readonly engine: ChangeDeps['engine'] & Pick<Engine, 'log' | 'groups' | 'registry'>;
  readonly documents: GroupDocuments;
  readonly topics: GroupTopics;
  readonly clock: Pick<Clock, 'now'>;
};

/** @throws INVALID_REQUEST GROUP_ID_NOT_FOUND NON_EMPTY_GROUP INCONSISTENT_GROUP_PROTOCOL UNKNOWN_TOPIC_OR_PARTITION OFFSET_OUT_OF_RANGE */
export async function seekGroup(
  deps: GroupSeekDeps,
  group: GroupName,
  body: unknown,
  dryRun: boolean,
): Promise<GroupSeekAnswer> {
  const target = parseSeek(body);
  let steps: readonly SeekStep[] = [];
  await changeGroup(deps, group, () => {
    const stored = deps.documents.get(group);
    refuse(deps, group, stored, target);
    steps = planGroupSeek(deps, group, target);
    return dryRun ? undefined : seekUnit(deps, group, stored, steps);
  });
  return { dryRun, ...sumsOf(steps), offsets: steps };
}

function refuse({ engine }: GroupSeekDeps, group: GroupName, stored: Document | undefined, target: SeekTarget): void {
  if (engine.registry.get('subscriptions', group) !== undefined) throw movedBySubscription(group);
  const members = stored === undefined ? [] : recordOf(stored).members;
  if (members.length > 0) throw hasMembers(group, members, 'Let them end before it is moved,');
  // Named topics make it: it is to begin there.
  if (stored === undefined && target.kind === 'start' && target.topics === null) throw groupNotFound(group);
}

/** Of the topics that are named; else of those that the group has come to. */
function planGroupSeek({ engine, topics }: GroupSeekDeps, group: GroupName, target: SeekTarget): SeekStep[] {
  const stored = engine.groups.progress(group);
  const named = target.kind === 'offsets' ? target.offsets.map(({ topic }) => topic) : target.topics;
  const partitions = new Map<string, readonly SeekPlace[]>();
  for (const name of new Set(named ?? stored.map(({ topic }) => topic))) {
    if (topics.find(name) !== undefined) partitions.set(name, placesOf(engine.log, name as TopicName));
  }
  const words = {
    notReceived: (topic: string) => `Topic '${topic}' does not exist`,
    lookAt: 'GET /v1/topics lists topics and their partitions',
  };
  const progress = new Map(stored.map((one) => [placeKey(one), one]));
  return destinationsOf(engine.log, partitions, target, words).map((destination) =>
    stepOf(engine, group, destination, progress.get(placeKey(destination.place))),
  );
}

/** Nothing that was handed out or parked there outlives it; whoever decided on the group before is refused. */
function seekUnit(
  { topics, clock }: GroupSeekDeps,
  group: GroupName,
  stored: Document | undefined,
  steps: readonly SeekStep[],
): CommitUnit {
  const version = stored?.version ?? 0;
  const body = stored === undefined ? emptyGroup('exclusive') : recordOf(stored);
  const names = new Set(steps.map(({ topic }) => topic));
  return {
    expect: [
      { kind: 'version', collection: 'groups', name: group, version },
      { kind: 'version', collection: 'subscriptions', name: group, version: 0 },
      ...[...names].map((name): Expectation => {
        return { kind: 'incarnation', collection: 'topics', name, incarnation: topics.find(name)?.incarnation ?? 0 };
      }),
    ],
    documents: [{ collection: 'groups', name: group, body }],
    offsets: steps.map(({ topic, partition, newOffset: committedOffset }) => ({
      ...{ group, topic, partition, committedOffset },
      ...{ inFlight: [], position: null },
    })),
    parked: steps.map(({ topic, partition }) => ({ kind: 'clear', group, topic, partition }) as const),
    ...(steps.length === 0
      ? {}
      : { appends: [changeEvents(clock.now(), [soughtChange('group.sought', group, steps)])] }),
  };
}
