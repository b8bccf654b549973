// Trims of a unit: move the start of a log, at once and exactly, be it into the middle of a row. What lies below is no longer
// read from then on; its rows are deleted by retention.ts, a few a step.
import type { Database, Statement } from 'better-sqlite3';
import { PosthornError } from '../../errors/posthorn-error.js';
import type { TopicName } from '../../model/names.js';
import type { AppendSignal } from '../engine.js';
import type { Trim, TrimResult } from '../trim.js';
import type { LogStore } from './log-store.js';
import type { TopicTable } from './topic-table.js';

type Place = { readonly topic: TopicName; readonly partition: number };

export class LogTrimmer {
  readonly #topics: TopicTable;
  readonly #logs: LogStore;
  readonly #start: Statement;
  readonly #moveStart: Statement;
  /** By log id. */
  readonly #trimmed = new Map<number, Place>();

  constructor(db: Database, topics: TopicTable, logs: LogStore) {
    this.#topics = topics;
    this.#logs = logs;
    this.#start = db.prepare('SELECT start_offset FROM logs WHERE id = ? AND topic_id IS NOT NULL').pluck();
    this.#moveStart = db.prepare('UPDATE logs SET start_offset = ? WHERE id = ?');
  }

  /** @throws UNKNOWN_TOPIC_OR_PARTITION OFFSET_OUT_OF_RANGE */
  trim({ topic, partition, offset }: Trim): TrimResult {
    const id = this.#topics.require(topic, partition).logs[partition] as number;
    const start = this.#start.get(id) as number;
    const highWatermark = this.#logs.highWatermark(id);
    const asked = offset ?? highWatermark;
    if (asked > highWatermark) throw aboveHighWatermark(topic, partition, asked, start, highWatermark);
    const logStartOffset = Math.max(start, asked);
    const deleted = this.#logs.countBelow(id, logStartOffset);
    if (logStartOffset > start) {
      this.#moveStart.run(logStartOffset, id);
      this.#trimmed.set(id, { topic, partition });
    }
    return { partition, logStartOffset, highWatermark, deleted };
  }

  /** Of the logs trimmed since the last call, as they are now; ask after the rows were written. */
  takeSignals(): AppendSignal[] {
    const signals: AppendSignal[] = [];
    for (const [id, place] of this.#trimmed) {
      const logStartOffset = this.#start.get(id) as number | undefined;
      // Its topic was deleted, or never came to be, in the same commit.
      if (logStartOffset === undefined) continue;
      signals.push({ ...place, highWatermark: this.#logs.highWatermark(id), logStartOffset });
    }
    this.#trimmed.clear();
    return signals;
  }

  reset(): void {
    this.#trimmed.clear();
  }
}

function aboveHighWatermark(
  topic: TopicName,
  partition: number,
  asked: number,
  logStartOffset: number,
  highWatermark: number,
): PosthornError {
  const detail =
    `Offset ${asked} is above the high watermark ${highWatermark} of partition ${partition} of topic '${topic}': nothing was ` +
    `trimmed. Send an offset of at most ${highWatermark}, or -1 for all that is there.`;
  return new PosthornError('OFFSET_OUT_OF_RANGE', detail, { members: { logStartOffset, highWatermark } });
}
