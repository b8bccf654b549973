// A log that compaction cannot read: told in the program's log and on the metrics page, and no other log suffers from it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { compactingStorage, compactTo, put } from '../harness/compacting-storage.js';
import { eventually } from '../harness/eventually.js';
import { makeHttpClient } from '../harness/http.js';
import { startBus } from '../harness/server.js';

it('tells of a log that cannot be compacted once, counts each pass, and compacts the others', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-test-'));
  const lines: string[] = [];
  const start = () =>
    startBus({
      dataDir: folder,
      settings: { logLevel: 'error' },
      overrides: { storage: compactingStorage(folder), logTo: { write: (line) => lines.push(line) } },
    });
  const first = await start();
  const before = makeHttpClient(first.url);
  for (const topic of ['broken', 'sound']) {
    await before.put(`/v1/topics/${topic}`, {});
    await put(before, topic, 'a=1', 'a=2', 'a=3');
  }
  before.close();
  await first.stop();
  breakRow(folder);
  const server = await start();
  const http = makeHttpClient(server.url);
  await http.put('/v1/topics/broken', { cleanupPolicy: 'compact' });
  await eventually(async () => {
    const failures = /^posthorn_upkeep_failures_total (\d+)$/m.exec((await http.get('/metrics')).text)?.[1];
    return Number(failures) >= 3;
  });
  await compactTo(http, 'sound', [1, 2]);
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
    expect.objectContaining({
      level: 50,
      task: 'compaction',
      topic: 'broken',
      partition: 0,
      reason: expect.anything(),
    }),
  ]);
  http.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

function breakRow(folder: string): void {
  const db = new Database(join(folder, 'posthorn.db'));
  const id = db
    .prepare(`SELECT logs.id FROM logs JOIN topics ON topics.id = topic_id WHERE topics.name = 'broken'`)
    .pluck();
  db.exec(`UPDATE log_${id.get()} SET meta = x'ffffffff' WHERE base_offset = 0`);
  db.close();
}
