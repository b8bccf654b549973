// A database at its size limit: what makes room in it must not need room.
import { expect, it, onTestFinished } from 'vitest';
import type { LogChange } from '#posthorn/engine/engine.js';
import { openSqliteEngine } from '#posthorn/engine/sqlite/sqlite-engine.js';
import { parseTopicName } from '#posthorn/model/names.js';
import { scratchFolder } from '../conformance/engines.js';
import { append, batchOf, o, p, readAll, T, topic } from '../conformance/events.js';

const PAGE_FILLING = `"${'x'.repeat(10_000)}"`;

it('takes a change of definitions with the event that tells of it, and nothing else', async () => {
  const scratch = scratchFolder();
  onTestFinished(scratch.remove);
  const engine = await openSqliteEngine({ folder: scratch.folder, maxDatabaseBytes: 1_000_000 });
  onTestFinished(() => engine.close());
  const changes = parseTopicName('changes');
  await engine.commit(topic());
  await engine.commit(topic(1, { topic: changes }));
  const tell = () => ({ appends: [{ topic: changes, partition: p(0), batch: batchOf([PAGE_FILLING]) }] });
  await engine.commit(tell());
  const fill = async () => {
    for (;;) await engine.commit(append([PAGE_FILLING]));
  };
  await expect(fill()).rejects.toMatchObject({ code: 'STORAGE_FULL' });
  await expect(engine.commit(tell())).rejects.toMatchObject({ code: 'STORAGE_FULL' });
  for (let offset = 1; offset <= 20; offset += 1) {
    const trim: LogChange = { kind: 'trim', topic: T, partition: p(0), offset: o(offset) };
    await engine.commit({ logs: [trim], ...tell() });
  }
  expect(readAll(engine)[0]?.offset).toBe(20);
  expect(engine.log.bounds(changes, p(0))?.highWatermark).toBe(21);
  await expect(engine.commit(append([PAGE_FILLING]))).rejects.toMatchObject({ code: 'STORAGE_FULL' });
});
