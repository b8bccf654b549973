// Brings the database to this program's version: migrations/NNNN-name.sql in order, a transaction each, forward only.
import { readdirSync, readFileSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { PosthornError } from '../../errors/posthorn-error.js';
import { packageFile } from '../../model/package-file.js';

const FOLDER = packageFile('migrations/');
const FILE = /^(\d{4})-[a-z0-9-]+\.sql$/;

/** @throws DATA_TOO_NEW */
export function migrate(db: Database): void {
  const migrations = readdirSync(FOLDER)
    .filter((name) => FILE.test(name))
    .sort();
  const current = db.pragma('user_version', { simple: true }) as number;
  if (current > migrations.length) {
    throw new PosthornError(
      'DATA_TOO_NEW',
      `The database has version ${current}; this program knows versions up to ${migrations.length}. ` +
        'Start the newer program again, or restore a backup that was made before it.',
    );
  }
  for (const [index, name] of migrations.entries()) {
    const version = index + 1;
    if (version <= current) continue;
    db.transaction(() => {
      db.exec(readFileSync(new URL(name, FOLDER), 'utf8'));
      db.pragma(`user_version = ${version}`);
    })();
  }
}
