// `deliver()`, step record: what became of one subscription's deliveries since its last commit, made into one unit.
import { type Change, changeEvents, lossChanges } from '../engine/changes.js';
import { type DeadLetterTopic, deadLetterParts } from '../engine/dead-letter.js';
import type { Attempt, CommitUnit, Document, Expectation, Registry } from '../engine/engine.js';
import type { Clock } from '../model/clock.js';
import { deadLetterTopicOf } from '../model/dead-letter-topic.js';
import type { EventBatch } from '../model/event-batch.js';
import { ATTEMPTS_PER_COMMIT } from '../model/limits.js';
import type { GroupName, PartitionIndex, TopicName } from '../model/names.js';
import type { Course } from './course.js';
import { type Footing, makeFooting } from './footing.js';
import { collectChanges, type Lane } from './lane.js';
import { endedChanges, endReplays, replayGroup } from './replay-record.js';

export type Ledger = {
  touch(lane: Lane): void;
  /** Successful first attempts beyond ATTEMPTS_PER_COMMIT are left out. */
  attempt(attempt: Attempt): void;
  deadLetter(batch: EventBatch): void;
  forget(lane: Lane): void;
  /** This replay is through: the next unit deletes it with all that is kept of it. */
  end(course: Course): void;
  /** Outcomes since the last unit. */
  readonly pending: number;
  /** Undefined: nothing to write. */
  unit(): CommitUnit | undefined;
  /** The subscription may have been moved by a seek: what is reached where it was moved is not written any more. */
  follow(): void;
  /** The same unit without what is gone or was moved since; undefined: the subscription itself is another. */
  revise(unit: CommitUnit): CommitUnit | undefined;
};

export type LedgerDeps = {
  readonly group: GroupName;
  /** The subscription, as its lanes were loaded. */
  readonly document: Document;
  readonly registry: Pick<Registry, 'get'>;
  readonly deadLetterTopic: DeadLetterTopic;
  readonly clock: Pick<Clock, 'now'>;
};

export function makeLedger(deps: LedgerDeps): Ledger {
  const { document, registry } = deps;
  const touched = new Set<Lane>();
  let attempts: Attempt[] = [];
  let deadLetters: EventBatch[] = [];
  /** Replays that the next unit deletes, and all that ever were: nothing more of these is written. */
  let ending: Document[] = [];
  const ended = new WeakSet<Course>();
  let acknowledged = 0;
  let pending = 0;
  const footing = makeFooting(document, registry);
  const withDeadLetters = makeDeadLetters(deps);

  const isOurs = ({ course, topic, partition }: Lane): boolean =>
    !ended.has(course) && footing.isOurs({ group: course.group, topic, partition });

  return {
    follow: footing.follow,
    touch: (lane) => {
      touched.add(lane);
    },
    attempt: (attempt) => {
      pending += 1;
      if (attempt.outcome === 'acknowledged' && attempt.attempt === 1) {
        acknowledged += 1;
        if (acknowledged > ATTEMPTS_PER_COMMIT) return;
      }
      attempts.push(attempt);
    },
    deadLetter: (batch) => {
      deadLetters.push(batch);
    },
    forget: (lane) => {
      touched.delete(lane);
    },
    end: (course) => {
      if (course.replay === null) return;
      ended.add(course);
      ending.push(course.replay.document);
    },
    get pending() {
      return pending;
    },
    unit: () => {
      if (touched.size + attempts.length + deadLetters.length + ending.length === 0) return undefined;
      const lanes = [...touched].filter(isOurs);
      const expect: Expectation[] = [footing.expectation(), ...replaysBehind(lanes, ending)];
      const topics = new Map(lanes.map((lane) => [lane.topic, lane.topicIncarnation]));
      for (const [name, created] of topics) {
        expect.push({ kind: 'incarnation', collection: 'topics', name, incarnation: created });
      }
      const changes = lanes.map(collectChanges);
      const unit: CommitUnit = {
        offsets: changes.map(({ progress }) => progress),
        parked: changes.flatMap(({ parked }) => parked),
        losses: changes.flatMap(({ losses }) => losses),
        attempts,
        ...(ending.length === 0 ? {} : endReplays(ending.map(({ name }) => name))),
      };
      const whole = withDeadLetters(unit, expect, deadLetters);
      touched.clear();
      attempts = [];
      deadLetters = [];
      ending = [];
      acknowledged = 0;
      pending = 0;
      return whole;
    },
    revise: (unit) => reviseUnit(unit, deps.group, footing, withDeadLetters),
  };
}

type Place = { readonly group: GroupName; readonly topic: TopicName; readonly partition: PartitionIndex };

/** What is written of a replay, or ends it, must find it as it was when its lanes were loaded. */
function replaysBehind(lanes: readonly Lane[], ending: readonly Document[]): Expectation[] {
  const documents = new Set(ending);
  for (const { course } of lanes) if (course.replay !== null) documents.add(course.replay.document);
  return [...documents].map(({ collection, name, incarnation }) => ({
    kind: 'incarnation',
    ...{ collection, name, incarnation },
  }));
}

function reviseUnit(
  unit: CommitUnit,
  group: GroupName,
  footing: Footing,
  withDeadLetters: DeadLetters,
): CommitUnit | undefined {
  const revised = footing.revise(unit.expect ?? []);
  if (revised === undefined) return undefined;
  const { topics, replays } = revised.lost;
  const lostGroups = new Set([...replays].map(replayGroup));
  const stands = (place: Place): boolean =>
    !topics.has(place.topic) && !lostGroups.has(place.group) && footing.isOurs(place);
  const { documents = [], logs: _logs, appends = [], expect: _expect, forgetGroups: _groups, ...rest } = unit;
  const through = documents.filter(({ collection, name }) => collection === 'replays' && !replays.has(name));
  const ends = through.length === 0 ? {} : endReplays(through.map(({ name }) => name));
  // The rest of them tells what is told anew.
  const batches = appends.filter(({ topic }) => topic === deadLetterTopicOf(group)).map(({ batch }) => batch);
  return withDeadLetters({ ...onlyWhere(rest, stands), ...ends }, revised.expect, batches);
}

/** What was reached elsewhere is no longer of use; its attempts and dead letters stay on record. */
function onlyWhere(unit: CommitUnit, stands: (place: Place) => boolean): CommitUnit {
  const { offsets = [], parked = [], losses = [] } = unit;
  return { ...unit, offsets: offsets.filter(stands), parked: parked.filter(stands), losses: losses.filter(stands) };
}

type DeadLetters = (unit: CommitUnit, expect: readonly Expectation[], batches: readonly EventBatch[]) => CommitUnit;

/** The unit with dead letters, expecting `expect`, and with what it tells in _changes. */
function makeDeadLetters({ group, registry, deadLetterTopic, clock }: LedgerDeps): DeadLetters {
  const target = deadLetterTopicOf(group) as TopicName;
  const told = (unit: CommitUnit): CommitUnit => {
    const changes = changesOf(unit, group, registry);
    if (changes.length === 0) return unit;
    return { ...unit, appends: [...(unit.appends ?? []), changeEvents(clock.now(), changes)] };
  };
  return (unit, expect, batches) => {
    if (batches.length === 0) return told({ ...unit, expect });
    const existing = registry.get('topics', target);
    const { expect: also, documents = [], ...parts } = deadLetterParts(target, existing, deadLetterTopic, batches);
    const all = [...(unit.documents ?? []), ...documents];
    return told({ ...unit, ...parts, documents: all, expect: [...expect, also] });
  };
}

/** The dead letter topic that is made with it, replays that end, and what was lost: by a replay the live flow has not lost it. */
function changesOf(
  { documents = [], losses = [] }: CommitUnit,
  group: GroupName,
  registry: LedgerDeps['registry'],
): Change[] {
  const made = documents
    .filter(({ collection }) => collection === 'topics')
    .map(({ name, body: config }): Change => ({ kind: 'topic.created', name, config, deadLettersOf: group }));
  const ended = documents.filter(({ collection }) => collection === 'replays');
  return [
    ...made,
    ...endedChanges(registry, group, ended),
    ...lossChanges(
      'subscription.lost',
      losses.filter((loss) => loss.group === group),
    ),
  ];
}
