// Appends of a unit: judges dedupe keys, gives offsets, stages what is new.
import type { Database, Statement } from 'better-sqlite3';
import type { Append, AppendResult, EventResult } from '../engine.js';
import { pickEvents } from './batch-shape.js';
import type { LogStore } from './log-store.js';
import type { TopicRow, TopicTable } from './topic-table.js';

type Seen = { partition: number; offset: number; timestamp: number };

export class EventAppender {
  readonly #topics: TopicTable;
  readonly #logs: LogStore;
  readonly #find: Statement;
  readonly #remember: Statement;

  constructor(db: Database, topics: TopicTable, logs: LogStore) {
    this.#topics = topics;
    this.#logs = logs;
    this.#find = db.prepare(
      'SELECT partition, "offset", timestamp FROM event_dedupe WHERE topic_id = ? AND key = ? AND expires_at > ?',
    );
    this.#remember = db.prepare(
      `INSERT INTO event_dedupe (topic_id, key, expires_at, partition, "offset", timestamp) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (topic_id, key) DO UPDATE SET expires_at = excluded.expires_at,
         partition = excluded.partition, "offset" = excluded."offset", timestamp = excluded.timestamp`,
    );
  }

  /** @throws UNKNOWN_TOPIC_OR_PARTITION before anything is staged */
  append(appends: readonly Append[], now: number): AppendResult[] {
    const topics = appends.map((append) => this.#topics.require(append.topic, append.partition));
    return appends.map((append, index) => this.#appendOne(append, topics[index] as TopicRow, now));
  }

  #appendOne(append: Append, topic: TopicRow, now: number): AppendResult {
    const { partition, batch, dedupeKeys } = append;
    const log = this.#logs.open(topic.logs[partition] as number, topic.name, partition);
    if (dedupeKeys === undefined) {
      return { partition, baseOffset: this.#logs.stage(log, batch), count: batch.count };
    }
    const events: EventResult[] = [];
    const fresh: number[] = [];
    const baseOffset = log.nextOffset;
    for (let i = 0; i < batch.count; i += 1) {
      const key = topic.dedupeWindowMs > 0 ? (dedupeKeys[i] ?? null) : null;
      const seen = key === null ? undefined : (this.#find.get(topic.id, key, now) as Seen | undefined);
      if (seen !== undefined) {
        events.push({ ...seen, duplicate: true });
        continue;
      }
      const offset = baseOffset + fresh.length;
      if (key !== null) this.#remember.run(topic.id, key, now + topic.dedupeWindowMs, partition, offset, now);
      events.push({ partition, offset, duplicate: false });
      fresh.push(i);
    }
    if (fresh.length > 0) this.#logs.stage(log, pickEvents(batch, fresh));
    return { partition, baseOffset, count: fresh.length, events };
  }
}
