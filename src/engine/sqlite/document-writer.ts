// Documents of the registry: versions, incarnations, and what a unit expects of them.
import type { Database, Statement } from 'better-sqlite3';
import { PosthornError } from '../../errors/posthorn-error.js';
import type { DocumentChange, DocumentSignal, Expectation } from '../engine.js';
import type { ProgressExpectation } from '../position.js';

type Stored = { version: number; incarnation: number };

export class DocumentWriter {
  readonly #find: Statement;
  readonly #insert: Statement;
  readonly #update: Statement;
  readonly #renew: Statement;
  readonly #remove: Statement;
  readonly #nextIncarnation: Statement;
  #signals: DocumentSignal[] = [];

  constructor(db: Database) {
    this.#find = db.prepare('SELECT version, incarnation FROM documents WHERE collection = ? AND name = ?');
    this.#insert = db.prepare(
      'INSERT INTO documents (collection, name, version, incarnation, body) VALUES (?, ?, 1, ?, ?)',
    );
    this.#update = db.prepare('UPDATE documents SET version = version + 1, body = ? WHERE collection = ? AND name = ?');
    this.#renew = db.prepare('UPDATE documents SET incarnation = ? WHERE collection = ? AND name = ?');
    this.#remove = db.prepare('DELETE FROM documents WHERE collection = ? AND name = ?');
    this.#nextIncarnation = db
      .prepare(`UPDATE state SET value = value + 1 WHERE name = 'incarnation' RETURNING value`)
      .pluck();
  }

  /** @throws VERSION_CONFLICT */
  expect(expectation: Exclude<Expectation, ProgressExpectation>): void {
    const { collection, name } = expectation;
    const stored = this.#find.get(collection, name) as Stored | undefined;
    const holds =
      expectation.kind === 'version'
        ? (stored?.version ?? 0) === expectation.version
        : stored?.incarnation === expectation.incarnation;
    if (!holds) {
      throw new PosthornError(
        'VERSION_CONFLICT',
        `'${name}' in ${collection} was changed by another request meanwhile. Read it again, then repeat the change.`,
      );
    }
  }

  write(change: DocumentChange): void {
    const { collection, name, body, renew = false } = change;
    if (body === null) this.#remove.run(collection, name);
    else {
      const text = JSON.stringify(body);
      const changed = this.#update.run(text, collection, name).changes;
      if (changed > 0 && renew) this.#renew.run(this.#nextIncarnation.get(), collection, name);
      if (changed === 0) this.#insert.run(collection, name, this.#nextIncarnation.get(), text);
    }
    this.#signals.push({ collection, name });
  }

  /** What was written since the last call. A unit that failed after writing may be among it: readers look again. */
  takeSignals(): DocumentSignal[] {
    const signals = this.#signals;
    this.#signals = [];
    return signals;
  }
}
