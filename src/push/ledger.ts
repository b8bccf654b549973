// `deliver()`, step record: what became of one subscription's deliveries since its last commit, made into one unit.
import { type Change, changeEvents } from '../engine/changes.js';
import { type DeadLetterTopic, deadLetterParts } from '../engine/dead-letter.js';
import type { Attempt, CommitUnit, Document, Expectation, Registry } from '../engine/engine.js';
import type { Clock } from '../model/clock.js';
import { deadLetterTopicOf } from '../model/dead-letter-topic.js';
import type { EventBatch } from '../model/event-batch.js';
import { ATTEMPTS_PER_COMMIT } from '../model/limits.js';
import type { GroupName, PartitionIndex, TopicName } from '../model/names.js';
import { makeFooting } from './footing.js';
import { collectChanges, type Lane } from './lane.js';
import { lossChanges } from './subscription-changes.js';

export type Ledger = {
  touch(lane: Lane): void;
  /** Successful first attempts beyond ATTEMPTS_PER_COMMIT are left out. */
  attempt(attempt: Attempt): void;
  deadLetter(batch: EventBatch): void;
  forget(lane: Lane): void;
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

export function makeLedger({ group, document, registry, deadLetterTopic, clock }: LedgerDeps): Ledger {
  const touched = new Set<Lane>();
  let attempts: Attempt[] = [];
  let deadLetters: EventBatch[] = [];
  let acknowledged = 0;
  let pending = 0;
  const footing = makeFooting(document, registry);
  const target = deadLetterTopicOf(group) as TopicName;

  const withDeadLetters = (
    unit: CommitUnit,
    expect: readonly Expectation[],
    batches: readonly EventBatch[],
  ): CommitUnit => {
    if (batches.length === 0) return { ...unit, expect };
    const { expect: also, ...parts } = deadLetterParts(
      target,
      registry.get('topics', target),
      deadLetterTopic,
      batches,
    );
    return { ...unit, ...parts, expect: [...expect, also] };
  };

  const told = (unit: CommitUnit): CommitUnit => {
    const changes = changesOf(unit, group);
    if (changes.length === 0) return unit;
    return { ...unit, appends: [...(unit.appends ?? []), changeEvents(clock.now(), changes)] };
  };

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
    get pending() {
      return pending;
    },
    unit: () => {
      if (touched.size === 0 && attempts.length === 0 && deadLetters.length === 0) return undefined;
      const expect: Expectation[] = [footing.expectation()];
      const lanes = [...touched].filter(footing.isOurs);
      const topics = new Map(lanes.map((lane) => [lane.topic, lane.topicIncarnation]));
      for (const [name, created] of topics) {
        expect.push({ kind: 'incarnation', collection: 'topics', name, incarnation: created });
      }
      const changes = lanes.map((lane) => collectChanges(lane, group));
      const unit: CommitUnit = {
        offsets: changes.map(({ progress }) => progress),
        parked: changes.flatMap(({ parked }) => parked),
        losses: changes.flatMap(({ losses }) => losses),
        attempts,
      };
      const whole = told(withDeadLetters(unit, expect, deadLetters));
      touched.clear();
      attempts = [];
      deadLetters = [];
      acknowledged = 0;
      pending = 0;
      return whole;
    },
    revise: (unit) => {
      const revised = footing.revise(unit.expect ?? []);
      if (revised === undefined) return undefined;
      const stands = (place: Place): boolean => !revised.lost.has(place.topic) && footing.isOurs(place);
      const { documents: _documents, logs: _logs, appends, expect: _expect, ...rest } = unit;
      const letters = (appends ?? []).filter(({ topic }) => topic === target).map(({ batch }) => batch);
      return told(withDeadLetters(onlyWhere(rest, stands), revised.expect, letters));
    },
  };
}

type Place = { readonly topic: TopicName; readonly partition: PartitionIndex };

/** What was reached elsewhere is no longer of use; its attempts and dead letters stay on record. */
function onlyWhere(unit: CommitUnit, stands: (place: Place) => boolean): CommitUnit {
  const { offsets = [], parked = [], losses = [] } = unit;
  return { ...unit, offsets: offsets.filter(stands), parked: parked.filter(stands), losses: losses.filter(stands) };
}

/** The dead letter topic that is made with it, and what was lost. */
function changesOf({ documents = [], losses = [] }: CommitUnit, group: GroupName): Change[] {
  const made = documents.map(({ name, body: config }): Change => {
    return { kind: 'topic.created', name, config, deadLettersOf: group };
  });
  return [...made, ...lossChanges(losses)];
}
