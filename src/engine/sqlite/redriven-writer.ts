// Marks of dead letters that are sent again, as the writer stores them.
import type { Database, Statement } from 'better-sqlite3';
import type { PartitionIndex } from '../../model/names.js';
import type { RedrivenChange } from '../redriven.js';
import type { TopicTable } from './topic-table.js';

const LETTERS_PARTITION = 0 as PartitionIndex;

export class RedrivenWriter {
  readonly #topics: TopicTable;
  readonly #take: Statement;
  readonly #mark: Statement;
  readonly #putBack: Statement;
  readonly #drop: Statement;

  constructor(db: Database, topics: TopicTable) {
    this.#topics = topics;
    this.#take = db.prepare(
      `INSERT INTO redriven (topic_id, "offset", redrive, place, state, was, at) VALUES (?, ?, ?, ?, 'running', NULL, ?)
       ON CONFLICT (topic_id, "offset") DO UPDATE SET redrive = excluded.redrive, place = excluded.place,
         was = CASE state WHEN 'running' THEN was ELSE state END, state = excluded.state, at = excluded.at`,
    );
    this.#mark = db.prepare(
      `UPDATE redriven SET state = ?, at = ?, was = NULL WHERE topic_id = ? AND redrive = ? AND place = ?`,
    );
    const unfinished = `topic_id = ? AND redrive = ? AND state = 'running'`;
    this.#putBack = db.prepare(`UPDATE redriven SET state = was, was = NULL WHERE ${unfinished} AND was IS NOT NULL`);
    this.#drop = db.prepare(`DELETE FROM redriven WHERE ${unfinished}`);
  }

  /** @throws UNKNOWN_TOPIC_OR_PARTITION */
  write(changes: readonly RedrivenChange[]): void {
    for (const change of changes) {
      if (change.kind === 'end') {
        this.#end(change);
        continue;
      }
      const { id } = this.#topics.require(change.topic, LETTERS_PARTITION);
      const at = Math.round(change.at);
      if (change.kind === 'mark') {
        for (const place of change.places) this.#mark.run(change.state, at, id, change.redrive, place);
      } else {
        for (const [place, offset] of change.offsets.entries()) this.#take.run(id, offset, change.redrive, place, at);
      }
    }
  }

  /** Where the topic is gone, so are its marks soon. */
  #end({ topic, redrive }: Extract<RedrivenChange, { kind: 'end' }>): void {
    const id = this.#topics.find(topic)?.id;
    if (id === undefined) return;
    this.#putBack.run(id, redrive);
    this.#drop.run(id, redrive);
  }
}
