// Marks of dead letters that are sent again: the order of a redrive, what became of each, and what stays when it ends early.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Engine } from '#posthorn/engine/engine.js';
import { openSqliteEngine } from '#posthorn/engine/sqlite/sqlite-engine.js';
import { scratchFolder } from '../conformance/engines.js';
import { append, o, p, T, topic } from '../conformance/events.js';
import { eventually } from '../harness/eventually.js';

let scratch: ReturnType<typeof scratchFolder>;
let engine: Engine;
beforeEach(async () => {
  scratch = scratchFolder();
  engine = await openSqliteEngine({ folder: scratch.folder, retentionIntervalMs: 5 });
  await engine.commit(topic());
  await engine.commit(append(['0', '1', '2', '3', '4']));
});
afterEach(async () => {
  await engine.close();
  scratch.remove();
});

const begin = (redrive: string, offsets: number[], at: number) =>
  engine.commit({ redriven: [{ kind: 'begin', topic: T, redrive, at, offsets }] });
const marks = () => engine.redriven.marks(T, 0, 10).map(({ offset, state, redrive }) => [offset, state, redrive]);

it('keeps the order, marks by place, and puts back what was not done', async () => {
  await begin('r', [3, 0, 2], 1);
  expect(engine.redriven.places(T, 'r', 0, 2)).toEqual([
    { place: 0, offset: 3 },
    { place: 1, offset: 0 },
  ]);
  const mark = { topic: T, redrive: 'r', at: 2 } as const;
  await engine.commit({ redriven: [{ kind: 'mark', ...mark, places: [0], state: 'failed' }] });
  await engine.commit({
    redriven: [
      { kind: 'mark', ...mark, places: [1], state: 'delivered' },
      { kind: 'end', topic: T, redrive: 'r' },
    ],
  });
  expect(marks()).toEqual([
    [0, 'delivered', 'r'],
    [3, 'failed', 'r'],
  ]);
  await begin('again', [0, 3, 4], 3);
  expect(marks().map(([, state]) => state)).toEqual(['running', 'running', 'running']);
  expect(engine.redriven.places(T, 'r', 0, 9)).toEqual([]);
  await engine.commit({ redriven: [{ kind: 'end', topic: T, redrive: 'again' }] });
  expect(marks().map(([offset, state]) => [offset, state])).toEqual([
    [0, 'delivered'],
    [3, 'failed'],
  ]);
});

it('drops marks with their letters, by a trim and with the topic', async () => {
  await begin('r', [0, 1, 2, 3], 1);
  await engine.commit({ logs: [{ kind: 'trim', topic: T, partition: p(0), offset: o(2) }] });
  await eventually(() => expect(marks().map(([offset]) => offset)).toEqual([2, 3]));
  await engine.commit({ logs: [{ kind: 'delete', topic: T }] });
  await engine.commit(topic());
  expect(marks()).toEqual([]);
  await expect(begin('none', [1], 1)).resolves.toBeDefined();
});
