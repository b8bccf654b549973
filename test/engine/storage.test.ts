// The SQLite engine's own promises: lock, versions, durability settings, damage, a full or read-only disk.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStorage } from '#posthorn/engine/sqlite/open-storage.js';
import { openSqliteEngine } from '#posthorn/engine/sqlite/sqlite-engine.js';
import { storageError } from '#posthorn/engine/sqlite/storage-error.js';
import { scratchFolder } from '../conformance/engines.js';
import { append, p, readAll, T, topic, values } from '../conformance/events.js';

let scratch: ReturnType<typeof scratchFolder>;
beforeEach(() => {
  scratch = scratchFolder();
});
afterEach(() => scratch.remove());

const databaseFile = () => join(scratch.folder, 'posthorn.db');
const edit = (sql: string) => {
  const db = new Database(databaseFile());
  db.exec(sql);
  db.close();
};

it('refuses a data folder in use, and takes it once it is free', async () => {
  const first = await openSqliteEngine({ folder: scratch.folder });
  await expect(openSqliteEngine({ folder: scratch.folder })).rejects.toMatchObject({ code: 'DATA_IN_USE' });
  await first.close();
  await (await openSqliteEngine({ folder: scratch.folder })).close();
});

it('refuses a database of a newer version', async () => {
  await (await openSqliteEngine({ folder: scratch.folder })).close();
  edit('PRAGMA user_version = 999');
  await expect(openSqliteEngine({ folder: scratch.folder })).rejects.toMatchObject({
    code: 'DATA_TOO_NEW',
    message: expect.stringContaining('999'),
  });
});

it('refuses a data folder that is a file', async () => {
  const path = join(scratch.folder, 'file');
  writeFileSync(path, '');
  await expect(openSqliteEngine({ folder: path })).rejects.toMatchObject({ code: 'DATA_UNUSABLE' });
});

it('refuses a data folder where none can be made', async () => {
  await expect(openSqliteEngine({ folder: '/proc/posthorn/data' })).rejects.toMatchObject({ code: 'DATA_UNUSABLE' });
});

it('refuses a file that is no database, as damaged', async () => {
  writeFileSync(databaseFile(), 'not a database, but longer than a page header would be '.repeat(40));
  await expect(openSqliteEngine({ folder: scratch.folder })).rejects.toMatchObject({ code: 'DATA_CORRUPT' });
});

it('keeps WAL with synchronous=FULL, after writes too', () => {
  const { db, release } = openStorage(scratch.folder, 0);
  db.exec(`INSERT INTO groups (name) VALUES ('g')`);
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
  expect(db.pragma('page_size', { simple: true })).toBe(16_384);
  release();
});

it('finds a damaged row in the newest part of a log after an unclean stop', async () => {
  const engine = await openSqliteEngine({ folder: scratch.folder });
  await engine.commit(topic());
  await engine.commit(append(['1', '2']));
  await engine.close();
  edit(`UPDATE log_1 SET payload = x'31'`);
  await (await openSqliteEngine({ folder: scratch.folder })).close();
  edit(`UPDATE state SET value = 0 WHERE name = 'clean'`);
  await expect(openSqliteEngine({ folder: scratch.folder })).rejects.toMatchObject({
    code: 'DATA_CORRUPT',
    message: expect.stringContaining('log 1, offset 0'),
  });
});

it('starts after an unclean stop with everything that was committed', async () => {
  const engine = await openSqliteEngine({ folder: scratch.folder });
  await engine.commit(topic());
  await engine.commit(append(['1', '2']));
  await engine.close();
  edit(`UPDATE state SET value = 0 WHERE name = 'clean'`);
  const again = await openSqliteEngine({ folder: scratch.folder });
  expect(values(readAll(again))).toEqual(['1', '2']);
  await again.close();
});

it('answers STORAGE_FULL at the size limit, keeps what it acknowledged, and goes on when there is room', async () => {
  const engine = await openSqliteEngine({
    folder: scratch.folder,
    maxDatabaseBytes: 2_000_000,
    retentionIntervalMs: 5,
  });
  await engine.commit(topic());
  let acknowledged = 0;
  const fill = async () => {
    for (;;) {
      await engine.commit(append([`"${'x'.repeat(100_000)}"`]));
      acknowledged += 1;
    }
  };
  await expect(fill()).rejects.toMatchObject({ code: 'STORAGE_FULL', status: 503 });
  expect(acknowledged).toBeGreaterThan(5);
  expect(readAll(engine)).toHaveLength(acknowledged);
  const trimmed = new Promise<void>((resolve) => {
    const look = () => ((engine.log.bounds(T, p(0))?.logStartOffset ?? 0) > 0 ? resolve() : setImmediate(look));
    look();
  });
  await engine.commit(topic(1, { retentionBytes: 150_000 }));
  await trimmed;
  const { appends } = await engine.commit(append([`"${'y'.repeat(100_000)}"`]));
  expect(appends[0]?.baseOffset).toBe(acknowledged);
  await engine.close();
});

/** A disk of its own, so that it can be filled; undefined where this user may not mount one. */
function smallDisk(folder: string, megabytes: number): { unmount: () => void } | undefined {
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return { unmount: () => execFileSync('umount', [folder]) };
}

it('answers STORAGE_FULL on a full disk, loses nothing, goes on when there is room, and stops in good order', async ({
  skip,
}) => {
  const folder = join(scratch.folder, 'disk');
  const disk = smallDisk(folder, 90);
  if (disk === undefined) return skip('this user may not mount a small disk to fill');
  try {
    const ballast = join(folder, 'ballast');
    writeFileSync(ballast, Buffer.alloc(30 * 1024 * 1024));
    let died: Error | undefined;
    const options = {
      folder: join(folder, 'data'),
      onFailure: (error: Error) => {
        died = error;
      },
    };
    const engine = await openSqliteEngine(options);
    await engine.commit(topic());
    let acknowledged = 0;
    const value = `"${'x'.repeat(200_000)}"`;
    const fill = async () => {
      for (;;) {
        await engine.commit(append([value]));
        acknowledged += 1;
      }
    };
    for (let round = 0; round < 3; round += 1) {
      await expect(fill()).rejects.toMatchObject({ code: 'STORAGE_FULL', status: 503 });
    }
    expect(readAll(engine)).toHaveLength(acknowledged);
    rmSync(ballast);
    expect((await engine.commit(append([value]))).appends[0]?.baseOffset).toBe(acknowledged);
    await expect(fill()).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    const stored = acknowledged + 1;
    await engine.close();
    expect(died).toBeUndefined();
    const again = await openSqliteEngine(options);
    expect(readAll(again)).toHaveLength(stored);
    await again.close();
  } finally {
    disk.unmount();
  }
});

it('clears a deleted topic away in the background', async () => {
  const engine = await openSqliteEngine({ folder: scratch.folder, retentionIntervalMs: 5 });
  await engine.commit(topic());
  for (let i = 0; i < 200; i += 1) await engine.commit(append(['1']));
  await engine.commit({ logs: [{ kind: 'delete', topic: T }] });
  const db = new Database(databaseFile(), { readonly: true });
  const left = db.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'log_1'`).pluck();
  await new Promise<void>((resolve) => {
    const look = () => (left.get() === 0 ? resolve() : setImmediate(look));
    look();
  });
  expect(db.prepare('SELECT count(*) FROM logs').pluck().get()).toBe(0);
  db.close();
  await engine.close();
});

it('names a read-only database by its own code', () => {
  mkdirSync(join(scratch.folder, 'ro'));
  const path = join(scratch.folder, 'ro', 'a.db');
  new Database(path).exec('CREATE TABLE t (x)').close();
  const db = new Database(path, { readonly: true });
  let thrown: unknown;
  try {
    db.exec('INSERT INTO t VALUES (1)');
  } catch (error) {
    thrown = error;
  }
  db.close();
  expect(storageError(thrown)).toMatchObject({ code: 'STORAGE_READ_ONLY', status: 503, retryAfterMs: 5_000 });
  expect(storageError(new Error('anything'))).toMatchObject({ code: 'KAFKA_STORAGE_ERROR' });
});
