// Idempotent units: the first result of a key is kept for its window and given to every repeat.
import type { Database, Statement } from 'better-sqlite3';
import { PosthornError } from '../../errors/posthorn-error.js';
import type { UnitDedupe } from '../dedupe.js';
import type { UnitResult } from '../engine.js';

type Kept = { fingerprint: string; result: string };

export class UnitDedupeStore {
  readonly #find: Statement;
  readonly #remember: Statement;

  constructor(db: Database) {
    this.#find = db.prepare(
      'SELECT fingerprint, result FROM unit_dedupe WHERE scope = ? AND key = ? AND expires_at > ?',
    );
    this.#remember = db.prepare(
      `INSERT INTO unit_dedupe (scope, key, fingerprint, expires_at, result) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (scope, key) DO UPDATE SET fingerprint = excluded.fingerprint, expires_at = excluded.expires_at,
         result = excluded.result`,
    );
  }

  /** The first one's result where the unit is a repeat. @throws IDEMPOTENCY_KEY_REUSED */
  find(dedupe: UnitDedupe, now: number): UnitResult | undefined {
    const kept = this.#find.get(dedupe.scope, dedupe.key, now) as Kept | undefined;
    if (kept === undefined) return undefined;
    if (kept.fingerprint !== dedupe.fingerprint) {
      throw new PosthornError(
        'IDEMPOTENCY_KEY_REUSED',
        `The idempotency key '${dedupe.key.slice(0, 80)}' came with another request before. Use a new key for a new ` +
          'request, and the same body, content type, key and partition for a repeat.',
      );
    }
    return { ...(JSON.parse(kept.result) as UnitResult), duplicate: true };
  }

  remember(dedupe: UnitDedupe, result: UnitResult, now: number): void {
    const { scope, key, fingerprint, windowMs, note } = dedupe;
    if (windowMs > 0) this.#remember.run(scope, key, fingerprint, now + windowMs, JSON.stringify({ ...result, note }));
  }
}
