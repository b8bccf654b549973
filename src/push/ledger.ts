// `deliver()`, step record: what became of one subscription's deliveries since its last commit, made into one unit.
import { type Change, changeEvents, lossChanges } from '../engine/changes.js';
import { type DeadLetterTopic, deadLetterParts } from '../engine/dead-letter.js';
import type { Attempt, CommitUnit, Document, DocumentChange, Expectation, Registry } from '../engine/engine.js';
import type { RedrivenChange } from '../engine/redriven.js';
import type { Clock } from '../model/clock.js';
import { deadLetterTopicOf } from '../model/dead-letter-topic.js';
import type { EventBatch } from '../model/event-batch.js';
import { ATTEMPTS_PER_COMMIT } from '../model/limits.js';
import type { GroupName, PartitionIndex, TopicName } from '../model/names.js';
import type { Course } from './course.js';
import { type Footing, makeFooting } from './footing.js';
import { type EndpointRecord, endpointChanges } from './health/endpoint-record.js';
import type { Lane } from './lane.js';
import { collectChanges } from './lane-changes.js';
import { endedChanges, endedRedrives, endReplays, replayGroup } from './replay-record.js';
import { makePendingReplies, type Reply } from './replies/pending-replies.js';

export type Ledger = {
  touch(lane: Lane): void;
  /** Successful first attempts beyond ATTEMPTS_PER_COMMIT are left out. */
  attempt(attempt: Attempt): void;
  deadLetter(batch: EventBatch): void;
  /** What became of dead letters that were sent again. */
  redriven(change: RedrivenChange): void;
  /** Stands in the unit of its lane's progress. */
  reply(lane: Lane, reply: Reply): void;
  forget(lane: Lane): void;
  /** This replay is through: the next unit deletes it with all that is kept of it. */
  end(course: Course): void;
  /** What the next unit remembers of the endpoint; null: nothing any more. */
  keepEndpoint(record: EndpointRecord | null): void;
  /** Outcomes since the last unit. */
  readonly pending: number;
  /** Of replies that are not on disk. */
  readonly replyBytes: number;
  /** A unit could not be written as it is, nor otherwise: nothing that came later may be either. */
  readonly isVoid: boolean;
  /** Undefined: nothing to write. */
  unit(): CommitUnit | undefined;
  /** The subscription may have been moved by a seek: what is reached where it was moved is not written any more. */
  follow(): void;
  /** The same unit without what is gone or was moved since; undefined: the subscription itself is another, or it is void. */
  revise(unit: CommitUnit): CommitUnit | undefined;
  /** The last unit is on disk. */
  committed(): void;
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
  const { document, group, registry } = deps;
  const touched = new Set<Lane>();
  let attempts: Attempt[] = [];
  let deadLetters: EventBatch[] = [];
  let redriven: RedrivenChange[] = [];
  /** Replays that the next unit deletes, and all that ever were: nothing more of these is written. */
  let ending: Document[] = [];
  let endpoint: DocumentChange[] = [];
  const ended = new WeakSet<Course>();
  let acknowledged = 0;
  let pending = 0;
  let isVoid = false;
  const replies = makePendingReplies();
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
    reply: replies.add,
    redriven: (change) => {
      redriven.push(change);
    },
    forget: (lane) => {
      touched.delete(lane);
    },
    end: (course) => {
      if (course.replay === null) return;
      ended.add(course);
      ending.push(course.replay.document);
    },
    keepEndpoint: (body) => {
      endpoint = [{ collection: 'endpoints', name: group, body }];
    },
    get pending() {
      return pending;
    },
    get replyBytes() {
      return replies.bytes;
    },
    get isVoid() {
      return isVoid;
    },
    unit: () => {
      const written = touched.size + attempts.length + deadLetters.length + ending.length + endpoint.length;
      if (isVoid || written === 0) return undefined;
      const lanes = [...touched].filter(isOurs);
      const expect = [footing.expectation(), ...replaysBehind(lanes, ending), ...topicsOf(lanes)];
      const unit: CommitUnit = {
        ...progressOf(lanes),
        attempts,
        ...withDocuments(endReplays(ending.map(({ name }) => name)), endpoint),
        ...withRedriven(redriven, ending),
      };
      const whole = replies.addTo(withDeadLetters(unit, expect, deadLetters));
      touched.clear();
      attempts = [];
      deadLetters = [];
      redriven = [];
      ending = [];
      endpoint = [];
      [acknowledged, pending] = [0, 0];
      return whole;
    },
    revise: (unit) => {
      const revised = reviseUnit(unit, group, footing, withDeadLetters);
      const whole = revised === undefined ? undefined : replies.addAgain(revised);
      isVoid = revised !== undefined && whole === undefined;
      return whole;
    },
    committed: replies.committed,
  };
}

/** What was done counts before what is left of an ended redrive is put back. */
function withRedriven(marks: readonly RedrivenChange[], ending: readonly Document[]): Pick<CommitUnit, 'redriven'> {
  const all = [...marks, ...(endedRedrives(ending).redriven ?? [])];
  return all.length === 0 ? {} : { redriven: all };
}

/** How far these lanes have come since they were asked last. */
function progressOf(lanes: readonly Lane[]): Required<Pick<CommitUnit, 'offsets' | 'parked' | 'losses'>> {
  const changes = lanes.map(collectChanges);
  return {
    offsets: changes.map(({ progress }) => progress),
    parked: changes.flatMap(({ parked }) => parked),
    losses: changes.flatMap(({ losses }) => losses),
  };
}

/** Of another topic of the name nothing is written. */
function topicsOf(lanes: readonly Lane[]): Expectation[] {
  const topics = new Map(lanes.map((lane) => [lane.topic, lane.topicIncarnation]));
  return [...topics].map(([name, incarnation]) => ({ kind: 'incarnation', collection: 'topics', name, incarnation }));
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
  const endpoint = documents.filter(({ collection }) => collection === 'endpoints');
  const ends = withDocuments(endReplays(through.map(({ name }) => name)), endpoint);
  // The rest of them tells what is told anew.
  const batches = appends.filter(({ topic }) => topic === deadLetterTopicOf(group)).map(({ batch }) => batch);
  const marks = rest.redriven?.filter(({ topic }) => !topics.has(topic));
  const marked = marks === undefined ? {} : { redriven: marks };
  return withDeadLetters({ ...onlyWhere(rest, stands), ...ends, ...marked }, revised.expect, batches);
}

/** What was reached elsewhere is no longer of use; its attempts and dead letters stay on record. */
function onlyWhere(unit: CommitUnit, stands: (place: Place) => boolean): CommitUnit {
  const { offsets = [], parked = [], losses = [] } = unit;
  return { ...unit, offsets: offsets.filter(stands), parked: parked.filter(stands), losses: losses.filter(stands) };
}

/** Nothing where there is nothing: a unit that changes documents costs the writer more. */
function withDocuments(
  { documents, forgetGroups }: ReturnType<typeof endReplays>,
  more: readonly DocumentChange[],
): Pick<CommitUnit, 'documents' | 'forgetGroups'> {
  if (documents.length + more.length === 0) return {};
  return { documents: [...documents, ...more], ...(forgetGroups.length === 0 ? {} : { forgetGroups }) };
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

/** The dead letter topic that is made with it, the endpoint that is down or back, replays that end, and what was lost: by a replay the live flow has not lost it. */
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
    ...endpointChanges(registry, documents),
    ...lossChanges(
      'subscription.lost',
      losses.filter((loss) => loss.group === group),
    ),
  ];
}
