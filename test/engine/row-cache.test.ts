// Rows kept in memory: bounded, the least used one goes first, and a forgotten table leaves nothing behind.
import { describe, expect, it } from 'vitest';
import { type CachedRow, type CachedRows, decodeRow, makeRowCache } from '#posthorn/engine/sqlite/row-cache.js';

const ROW_BYTES = 100;

function row(baseOffset: number): CachedRow {
  return { ...decodeRow([baseOffset, 1, 5, null, null, Buffer.from('1\n')]), bytes: ROW_BYTES };
}

describe('the row cache', () => {
  it('keeps what was used last, within its bound', () => {
    const cache = makeRowCache(10 * ROW_BYTES);
    const rows: CachedRows = new Map();
    for (let base = 0; base < 10; base += 1) cache.keep(rows, row(base));
    expect(cache.find(rows, 0)?.baseOffset).toBe(0);
    cache.keep(rows, row(10));
    cache.keep(rows, row(11));
    expect([...rows.keys()].sort((a, b) => a - b)).toEqual([0, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(cache.find(rows, 1)).toBeUndefined();
  });

  it('shares its bound among tables, and takes back what a dropped one held', () => {
    const cache = makeRowCache(10 * ROW_BYTES);
    const [one, other]: CachedRows[] = [new Map(), new Map()];
    for (let base = 0; base < 10; base += 1) cache.keep(one as CachedRows, row(base));
    cache.keep(other as CachedRows, row(0));
    expect(one?.size).toBe(9);
    cache.drop(one as CachedRows);
    for (let base = 0; base < 10; base += 1) cache.keep(other as CachedRows, row(base));
    expect([one?.size, other?.size]).toEqual([0, 10]);
  });

  it('counts a row that is kept again once, and leaves out one that is too large', () => {
    const cache = makeRowCache(10 * ROW_BYTES);
    const rows: CachedRows = new Map();
    for (let time = 0; time < 50; time += 1) cache.keep(rows, row(7));
    for (let base = 0; base < 7; base += 1) cache.keep(rows, row(base));
    cache.keep(rows, { ...row(99), bytes: 9 * ROW_BYTES });
    expect(rows.size).toBe(8);
  });
});
