// The write-ahead log after kills: what they leave is copied into the database and cut, not carried on for ever.
import { copyFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSqliteEngine } from '#posthorn/engine/sqlite/sqlite-engine.js';
import { CHECKPOINT_WAL_BYTES, WAL_KEPT_BYTES } from '#posthorn/model/limits.js';
import { scratchFolder } from '../conformance/engines.js';
import { append, readAll, topic, values } from '../conformance/events.js';
import { eventually } from '../harness/eventually.js';

let alive: ReturnType<typeof scratchFolder>;
let killed: ReturnType<typeof scratchFolder>;
beforeEach(() => {
  alive = scratchFolder();
  killed = scratchFolder();
});
afterEach(() => {
  alive.remove();
  killed.remove();
});

/** The files as a process leaves them that is killed with so much in its log. */
function leaveLog(bytes: number): void {
  const file = (folder: string) => join(folder, 'posthorn.db');
  const db = new Database(file(alive.folder));
  db.pragma('wal_autocheckpoint = 0');
  db.pragma('synchronous = OFF');
  const write = db.prepare(`UPDATE state SET value = value + 1 WHERE name = 'clean'`);
  while ((statSync(`${file(alive.folder)}-wal`, { throwIfNoEntry: false })?.size ?? 0) < bytes) write.run();
  for (const end of ['', '-wal']) copyFileSync(`${file(alive.folder)}${end}`, `${file(killed.folder)}${end}`);
  db.close();
}

/** How often the log was begun anew: its header counts that, https://www.sqlite.org/fileformat2.html#walformat */
function beginningsOf(path: string): number {
  return readFileSync(path).readUInt32BE(12);
}

it.each([
  ['just large enough for a checkpoint', CHECKPOINT_WAL_BYTES],
  ['far larger', WAL_KEPT_BYTES + CHECKPOINT_WAL_BYTES],
])('a log that a kill left, %s, starts again from its beginning', async (_name, bytes) => {
  const first = await openSqliteEngine({ folder: alive.folder });
  await first.commit(topic());
  await first.commit(append(['1']));
  await first.close();
  leaveLog(bytes);
  const engine = await openSqliteEngine({ folder: killed.folder });
  const path = join(killed.folder, 'posthorn.db-wal');
  const left = beginningsOf(path);
  expect(statSync(path).size).toBeGreaterThanOrEqual(bytes);
  await eventually(async () => {
    await engine.commit(append(['2']));
    expect(beginningsOf(path)).toBeGreaterThan(left);
  });
  expect(statSync(path).size).toBeLessThanOrEqual(WAL_KEPT_BYTES);
  expect(values(readAll(engine)).slice(0, 2)).toEqual(['1', '2']);
  await engine.close();
});
