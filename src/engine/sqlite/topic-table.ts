// The writer's view of topics and their logs, held in memory and read anew when a transaction is rolled back.
import type { Database, Statement } from 'better-sqlite3';
import { PosthornError } from '../../errors/posthorn-error.js';
import type { TopicName } from '../../model/names.js';
import type { LogChange } from '../engine.js';
import type { Trim } from '../trim.js';

export type TopicRow = {
  readonly id: number;
  readonly name: TopicName;
  readonly dedupeWindowMs: number;
  /** Log ids by partition. */
  readonly logs: readonly number[];
};

type StoredTopic = { id: number; name: string; dedupe_window_ms: number };

export class TopicTable {
  readonly #byName = new Map<string, TopicRow>();
  #changed: TopicName[] = [];
  readonly #select: Statement;
  readonly #selectLogs: Statement;
  readonly #upsert: Statement;
  readonly #addLog: Statement;
  readonly #remove: readonly Statement[];

  constructor(db: Database) {
    this.#select = db.prepare('SELECT id, name, dedupe_window_ms FROM topics WHERE name = ?');
    this.#selectLogs = db.prepare('SELECT id FROM logs WHERE topic_id = ? ORDER BY partition').pluck();
    this.#upsert = db.prepare(
      `INSERT INTO topics (name, retention_ms, retention_bytes, dedupe_window_ms, delete_retention_ms)
       VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET retention_ms = excluded.retention_ms,
         retention_bytes = excluded.retention_bytes, dedupe_window_ms = excluded.dedupe_window_ms,
         delete_retention_ms = excluded.delete_retention_ms`,
    );
    this.#addLog = db.prepare('INSERT INTO logs (topic_id, partition) VALUES (?, ?)');
    // Dedupe keys stay until they expire: no later topic gets the same id.
    this.#remove = [
      db.prepare('UPDATE logs SET topic_id = NULL WHERE topic_id = ?'),
      db.prepare('DELETE FROM progress WHERE topic_id = ?'),
      db.prepare('DELETE FROM parked WHERE topic_id = ?'),
      db.prepare('DELETE FROM losses WHERE topic_id = ?'),
      db.prepare('DELETE FROM topics WHERE id = ?'),
    ];
  }

  find(name: string): TopicRow | undefined {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const row = this.#select.get(name) as StoredTopic | undefined;
    if (row === undefined) return undefined;
    const topic: TopicRow = {
      id: row.id,
      name: row.name as TopicName,
      dedupeWindowMs: row.dedupe_window_ms,
      logs: this.#selectLogs.all(row.id) as number[],
    };
    this.#byName.set(name, topic);
    return topic;
  }

  /** @throws UNKNOWN_TOPIC_OR_PARTITION */
  require(name: string, partition: number): TopicRow {
    const topic = this.find(name);
    if (topic === undefined || topic.logs[partition] === undefined) {
      throw new PosthornError(
        'UNKNOWN_TOPIC_OR_PARTITION',
        topic === undefined
          ? `There is no topic '${name}'. Create it with PUT /v1/topics/${name}.`
          : `Topic '${name}' has partitions 0 to ${topic.logs.length - 1}, not ${partition}.`,
      );
    }
    return topic;
  }

  apply(change: Exclude<LogChange, Trim>): void {
    this.#changed.push(change.topic);
    const present = this.find(change.topic);
    this.#byName.delete(change.topic);
    if (change.kind === 'delete') {
      if (present !== undefined) for (const statement of this.#remove) statement.run(present.id);
      return;
    }
    if (present !== undefined && change.ifAbsent === true) return;
    const { retentionMs, retentionBytes, dedupeWindowMs, compaction } = change;
    this.#upsert.run(change.topic, retentionMs, retentionBytes, dedupeWindowMs, compaction?.deleteRetentionMs ?? null);
    const topic = this.find(change.topic) as TopicRow;
    for (let p = topic.logs.length; p < change.partitions; p += 1) this.#addLog.run(topic.id, p);
    this.#byName.delete(change.topic);
  }

  /** Whose logs `apply` has changed since the last call; a unit that failed afterwards may be among them. */
  takeChanged(): TopicName[] {
    const changed = this.#changed;
    this.#changed = [];
    return changed;
  }

  reset(): void {
    this.#byName.clear();
  }
}
