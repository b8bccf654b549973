// Progress of groups: committed offsets, parked deliveries, attempts, losses.
import type { Database, Statement } from 'better-sqlite3';
import { PosthornError } from '../../errors/posthorn-error.js';
import type { GroupName } from '../../model/names.js';
import type { AppendSignal, Progress } from '../engine.js';
import type { ParkedChange } from '../parked.js';
import type { Position, ProgressExpectation } from '../position.js';
import type { Loss } from '../trim.js';
import { AttemptWriter } from './attempt-writer.js';
import { RedrivenWriter } from './redriven-writer.js';
import type { TopicTable } from './topic-table.js';
import type { WireUnit } from './wire.js';

export class ProgressWriter {
  readonly #topics: TopicTable;
  readonly #groupIds = new Map<string, number>();
  readonly #addGroup: Statement;
  readonly #findGroup: Statement;
  readonly #putProgress: Statement;
  readonly #findProgress: Statement;
  readonly #putPosition: Statement;
  readonly #putParked: Statement;
  readonly #removeParked: Statement;
  readonly #clearParked: Statement;
  readonly #releaseParked: Statement;
  readonly #addLoss: Statement;
  readonly #forget: readonly Statement[];
  readonly #attempts: AttemptWriter;
  readonly #redriven: RedrivenWriter;

  constructor(db: Database, topics: TopicTable) {
    this.#topics = topics;
    this.#addGroup = db.prepare('INSERT INTO groups (name) VALUES (?) RETURNING id').pluck();
    this.#findGroup = db.prepare('SELECT id FROM groups WHERE name = ?').pluck();
    this.#putProgress = db.prepare(
      `INSERT INTO progress (group_id, topic_id, partition, committed_offset, in_flight, previous) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (group_id, topic_id, partition)
       DO UPDATE SET committed_offset = excluded.committed_offset, in_flight = excluded.in_flight,
         previous = excluded.previous`,
    );
    this.#findProgress = db
      .prepare('SELECT committed_offset, position FROM progress WHERE group_id = ? AND topic_id = ? AND partition = ?')
      .raw();
    this.#putPosition = db.prepare(
      'UPDATE progress SET position = ? WHERE group_id = ? AND topic_id = ? AND partition = ?',
    );
    this.#putParked = db.prepare(
      `INSERT INTO parked (group_id, topic_id, partition, "offset", last_offset, key, attempts, first_attempt_at,
         next_attempt_at, lease, previous, runs) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (group_id, topic_id, partition, "offset")
       DO UPDATE SET last_offset = excluded.last_offset, key = excluded.key, attempts = excluded.attempts,
         first_attempt_at = excluded.first_attempt_at, next_attempt_at = excluded.next_attempt_at,
         lease = excluded.lease, previous = excluded.previous, runs = excluded.runs`,
    );
    this.#removeParked = db.prepare(
      'DELETE FROM parked WHERE group_id = ? AND topic_id = ? AND partition = ? AND "offset" = ?',
    );
    this.#clearParked = db.prepare('DELETE FROM parked WHERE group_id = ? AND topic_id = ? AND partition = ?');
    this.#releaseParked = db.prepare(
      `UPDATE parked SET lease = NULL, next_attempt_at = 0 WHERE group_id = ? AND topic_id = ? AND partition = ?
         AND (lease IS NOT NULL OR next_attempt_at > 0)`,
    );
    this.#addLoss = db.prepare(
      `INSERT INTO losses (group_id, topic_id, partition, events) VALUES (?, ?, ?, ?)
       ON CONFLICT (group_id, topic_id, partition) DO UPDATE SET events = events + excluded.events`,
    );
    this.#attempts = new AttemptWriter(db);
    this.#redriven = new RedrivenWriter(db, topics);
    this.#forget = [
      db.prepare('DELETE FROM progress WHERE group_id = ?'),
      db.prepare('DELETE FROM parked WHERE group_id = ?'),
      db.prepare('DELETE FROM losses WHERE group_id = ?'),
      // The attempts go by retention, in small steps, and keep their group's name: the id is never given again.
      db.prepare(
        `INSERT INTO former_groups SELECT id, name FROM groups
         WHERE id = ? AND EXISTS (SELECT 1 FROM attempts WHERE group_id = groups.id)`,
      ),
      db.prepare('DELETE FROM groups WHERE id = ?'),
    ];
  }

  /** @throws VERSION_CONFLICT */
  expect({ group, topic, partition, progress }: ProgressExpectation): void {
    const groupId = this.#groupIds.get(group) ?? this.#findGroup.get(group) ?? null;
    const topicId = this.#topics.find(topic)?.id ?? null;
    const [committedOffset, position] = (this.#findProgress.get(groupId, topicId, partition) ?? []) as number[];
    if (committedOffset === progress?.committedOffset && (position ?? null) === (progress?.position ?? null)) return;
    throw changedMeanwhile(group, topic, partition);
  }

  /** @throws UNKNOWN_TOPIC_OR_PARTITION VERSION_CONFLICT */
  write(unit: WireUnit): void {
    for (const progress of unit.offsets ?? []) this.#writeProgress(progress);
    for (const position of unit.positions ?? []) this.#writePosition(position);
    for (const change of unit.parked ?? []) this.#writeParked(change);
    if (unit.attempts !== undefined) this.#attempts.write(unit.attempts, (group) => this.#groupId(group));
    for (const loss of unit.losses ?? []) this.#writeLoss(loss);
    if (unit.redriven !== undefined) this.#redriven.write(unit.redriven);
    for (const group of unit.forgetGroups ?? []) this.#forgetGroup(group);
  }

  /** Where attempts were written that the topic _attempts shows, once that topic is there. */
  takeSignals(): AppendSignal[] {
    return this.#attempts.takeSignals(this.#topics);
  }

  reset(): void {
    this.#groupIds.clear();
    this.#attempts.reset();
  }

  #writeProgress(progress: Progress): void {
    const { group, topic, partition, committedOffset, inFlight, position, previous = null } = progress;
    const topicId = this.#topics.require(topic, partition).id;
    const list = inFlight.length === 0 ? '[]' : JSON.stringify(inFlight);
    const groupId = this.#groupId(group);
    this.#putProgress.run(groupId, topicId, partition, committedOffset, list, previous);
    if (position !== undefined) this.#putPosition.run(position, groupId, topicId, partition);
  }

  #writePosition({ group, topic, partition, position }: Position): void {
    const topicId = this.#topics.require(topic, partition).id;
    const { changes } = this.#putPosition.run(position, this.#groupId(group), topicId, partition);
    if (changes === 0) throw changedMeanwhile(group, topic, partition);
  }

  #writeParked(change: ParkedChange): void {
    const { group, topic, partition } = change;
    const topicId = this.#topics.require(topic, partition).id;
    const groupId = this.#groupId(group);
    if (change.kind === 'clear') {
      this.#clearParked.run(groupId, topicId, partition);
      return;
    }
    if (change.kind === 'release') {
      this.#releaseParked.run(groupId, topicId, partition);
      return;
    }
    const { offset } = change;
    if (change.kind === 'remove') {
      this.#removeParked.run(groupId, topicId, partition, offset);
      return;
    }
    const {
      lastOffset,
      key,
      attempts,
      firstAttemptAt,
      nextAttemptAt,
      lease = null,
      previous = null,
      runs = null,
    } = change;
    this.#putParked.run(
      groupId,
      topicId,
      partition,
      offset,
      lastOffset,
      key,
      attempts,
      Math.round(firstAttemptAt),
      Math.round(nextAttemptAt),
      lease,
      previous,
      runs === null ? null : JSON.stringify(runs),
    );
  }

  #writeLoss({ group, topic, partition, events }: Loss): void {
    this.#addLoss.run(this.#groupId(group), this.#topics.require(topic, partition).id, partition, events);
  }

  #forgetGroup(group: GroupName): void {
    const id = this.#findGroup.get(group) as number | undefined;
    if (id !== undefined) for (const statement of this.#forget) statement.run(id);
    this.#groupIds.delete(group);
  }

  #groupId(group: GroupName): number {
    let id = this.#groupIds.get(group);
    if (id === undefined) {
      id = (this.#findGroup.get(group) ?? this.#addGroup.get(group)) as number;
      this.#groupIds.set(group, id);
    }
    return id;
  }
}

function changedMeanwhile(group: string, topic: string, partition: number): PosthornError {
  return new PosthornError(
    'VERSION_CONFLICT',
    `The progress of group '${group}' in '${topic}' partition ${partition} was changed by another request meanwhile. ` +
      'Read it again, then repeat the change.',
  );
}
