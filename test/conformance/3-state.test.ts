// What every engine must do, whatever it stores in: registry and groups. Numbered in reading order over all files.
import { expect, it } from 'vitest';
import type { Attempt } from '#posthorn/engine/engine.js';
import { parseGroupName } from '#posthorn/model/names.js';
import { describeEngines } from './each-engine.js';
import { G, o, p, T, topic } from './events.js';

const document = { collection: 'topics', name: 'orders' } as const;

describeEngines('registry and groups', (fixture) => {
  it('3.1 keeps documents with versions, lists them in order of name, tells listeners', async () => {
    const seen: string[] = [];
    fixture.engine.registry.onChange((signals) => seen.push(...signals.map((signal) => signal.name)));
    await fixture.engine.commit({ documents: [{ collection: 'topics', name: 'b', body: { n: 1 } }] });
    await fixture.engine.commit({ documents: [{ collection: 'topics', name: 'a', body: 'text' }] });
    await fixture.engine.commit({ documents: [{ collection: 'topics', name: 'b', body: { n: 2 } }] });
    expect(fixture.engine.registry.list('topics').map(({ name, version }) => [name, version])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(fixture.engine.registry.list('topics', { after: 'a', limit: 1 }).map(({ name }) => name)).toEqual(['b']);
    expect(fixture.engine.registry.get('topics', 'b')?.body).toEqual({ n: 2 });
    expect(fixture.engine.registry.get('schemas', 'b')).toBeUndefined();
    expect(seen).toEqual(['b', 'a', 'b']);
  });

  it('3.2 judges expected versions and incarnations at the write', async () => {
    const write = (version: number) =>
      fixture.engine.commit({
        expect: [{ kind: 'version', ...document, version }],
        documents: [{ ...document, body: { version } }],
      });
    await write(0);
    await expect(write(0)).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
    await write(1);
    const incarnation = fixture.engine.registry.get('topics', 'orders')?.incarnation as number;
    await fixture.engine.commit({ documents: [{ ...document, body: null }] });
    await write(0);
    const renewed = fixture.engine.registry.get('topics', 'orders')?.incarnation as number;
    expect(renewed).toBeGreaterThan(incarnation);
    const stale = fixture.engine.commit({ expect: [{ kind: 'incarnation', ...document, incarnation }] });
    await expect(stale).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
    await fixture.engine.commit({ expect: [{ kind: 'incarnation', ...document, incarnation: renewed }] });
  });

  it('3.3 renews a document: its version counts on, and what was made for the one before is refused', async () => {
    const put = (renew?: boolean) =>
      fixture.engine.commit({ documents: [{ ...document, body: {}, ...(renew === undefined ? {} : { renew }) }] });
    const read = () => fixture.engine.registry.get('topics', 'orders');
    await put(true);
    const { incarnation = 0 } = read() ?? {};
    await put();
    expect(read()).toMatchObject({ version: 2, incarnation });
    await put(true);
    expect(read()?.version).toBe(3);
    expect(read()?.incarnation).toBeGreaterThan(incarnation);
    const stale = fixture.engine.commit({ expect: [{ kind: 'incarnation', ...document, incarnation }] });
    await expect(stale).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
  });

  const lane = { group: G, topic: T, partition: p(0) };
  const parked = { ...lane, lastOffset: o(3), key: 'k', attempts: 1, firstAttemptAt: 5, nextAttemptAt: 9 };

  it('4.1 keeps committed offset, in-flight offsets and parked deliveries', async () => {
    await fixture.engine.commit(topic());
    await fixture.engine.commit({
      offsets: [{ ...lane, committedOffset: o(7), inFlight: [4, 6] }],
      parked: [
        { kind: 'put', ...parked, offset: o(2) },
        { kind: 'put', ...parked, offset: o(5), key: null, lastOffset: o(5) },
      ],
    });
    await fixture.engine.commit({ parked: [{ kind: 'put', ...parked, offset: o(2), attempts: 2 }] });
    await fixture.reopen();
    expect(fixture.engine.groups.progress(G)).toEqual([{ ...lane, committedOffset: 7, inFlight: [4, 6] }]);
    expect(fixture.engine.groups.parked(G, T, p(0), { after: -1, limit: 10 })).toEqual([
      { ...parked, offset: 2, attempts: 2 },
      { ...parked, offset: 5, key: null, lastOffset: 5 },
    ]);
    expect(fixture.engine.groups.parked(G, T, p(0), { after: 2, limit: 10 })).toHaveLength(1);
    await fixture.engine.commit({ parked: [{ kind: 'remove', ...lane, offset: o(2) }] });
    expect(fixture.engine.groups.parkedCount(G, T, p(0))).toBe(1);
  });

  it('4.10 tells of a group with a lease that has not ended', async () => {
    await fixture.engine.commit(topic());
    const { groups } = fixture.engine;
    await fixture.engine.commit({ parked: [{ kind: 'put', ...parked, offset: o(2), nextAttemptAt: 9_000 }] });
    expect([groups.hasLease(G, 0), groups.hasLease(parseGroupName('other'), 0)]).toEqual([false, false]);
    await fixture.engine.commit({ parked: [{ kind: 'put', ...parked, offset: o(3), nextAttemptAt: 9, lease: 'a' }] });
    expect([groups.hasLease(G, 8), groups.hasLease(G, 9)]).toEqual([true, false]);
  });

  it('4.1b keeps the position apart from the committed offset: a write without one leaves it', async () => {
    await fixture.engine.commit(topic());
    const stored = () => fixture.engine.groups.progressAt(G, T, p(0));
    expect(stored()).toBeUndefined();
    await fixture.engine.commit({ offsets: [{ ...lane, committedOffset: o(3), inFlight: [] }] });
    expect(stored()).toEqual({ ...lane, committedOffset: 3, inFlight: [] });
    await fixture.engine.commit({ positions: [{ ...lane, position: o(9) }] });
    await fixture.engine.commit({ offsets: [{ ...lane, committedOffset: o(5), inFlight: [] }] });
    await fixture.reopen();
    expect(stored()).toEqual({ ...lane, committedOffset: 5, inFlight: [], position: 9 });
    expect(fixture.engine.groups.progress(G)).toEqual([stored()]);
    await fixture.engine.commit({ offsets: [{ ...lane, committedOffset: o(6), inFlight: [], position: o(6) }] });
    expect(stored()).toMatchObject({ committedOffset: 6, position: 6 });
    await fixture.engine.commit({ positions: [{ ...lane, position: null }] });
    expect(stored()).toEqual({ ...lane, committedOffset: 6, inFlight: [] });
  });

  it('4.1c refuses a position without progress, and progress that is not as expected', async () => {
    await fixture.engine.commit(topic(2));
    const conflict = { code: 'VERSION_CONFLICT' };
    const nowhere = { positions: [{ ...lane, partition: p(1), position: o(1) }] };
    await expect(fixture.engine.commit(nowhere)).rejects.toMatchObject(conflict);
    const expecting = (progress: { committedOffset: number; position: number | null } | null) =>
      fixture.engine.commit({
        expect: [
          {
            ...{ kind: 'progress', ...lane },
            progress: progress && {
              committedOffset: o(progress.committedOffset),
              position: progress.position === null ? null : o(progress.position),
            },
          },
        ],
      });
    await expecting(null);
    await expect(expecting({ committedOffset: 0, position: null })).rejects.toMatchObject(conflict);
    await fixture.engine.commit({ offsets: [{ ...lane, committedOffset: o(0), inFlight: [] }] });
    await expecting({ committedOffset: 0, position: null });
    await expect(expecting(null)).rejects.toMatchObject(conflict);
    await fixture.engine.commit({ positions: [{ ...lane, position: o(4) }] });
    await expecting({ committedOffset: 0, position: 4 });
    await expect(expecting({ committedOffset: 0, position: null })).rejects.toMatchObject(conflict);
    await expect(expecting({ committedOffset: 1, position: 4 })).rejects.toMatchObject(conflict);
    await fixture.engine.commit({ logs: [{ kind: 'delete', topic: T }] });
    await expecting(null);
  });

  it('4.2 lists attempts newest first and forgets a group as a whole', async () => {
    await fixture.engine.commit(topic());
    // Not so old that retention takes it.
    const startedAt = Date.now();
    const attempt = (offset: number): Attempt => ({
      ...lane,
      offset: o(offset),
      lastOffset: o(offset),
      key: null,
      attempt: 1,
      outcome: 'acknowledged',
      phase: null,
      status: 200,
      durationMs: 1.5,
      at: startedAt,
      nextAttemptAt: null,
      response: 'ok',
    });
    await fixture.engine.commit({
      offsets: [{ ...lane, committedOffset: o(2), inFlight: [] }],
      attempts: [attempt(0), attempt(1)],
    });
    const { items: listed } = fixture.engine.attempts.list(G, { limit: 10 });
    expect(listed.map((entry) => entry.offset)).toEqual([1, 0]);
    expect(listed[1]).toMatchObject(attempt(0));
    const before = (listed[0] as { id: number }).id;
    expect(fixture.engine.attempts.list(G, { limit: 10, before }).items).toHaveLength(1);
    await fixture.engine.commit({ forgetGroups: [G] });
    expect(fixture.engine.groups.progress(G)).toEqual([]);
    expect(fixture.engine.attempts.list(G, { limit: 10 })).toEqual({ items: [] });
  });

  it('4.3 clears what is parked in one partition, and nothing of others', async () => {
    await fixture.engine.commit(topic(2));
    const elsewhere = { ...parked, partition: p(1) };
    const put = (offset: number) => ({ kind: 'put', ...parked, offset: o(offset), lastOffset: o(offset) }) as const;
    await fixture.engine.commit({ parked: [put(2), put(5), { kind: 'put', ...elsewhere, offset: o(3) }] });
    await fixture.engine.commit({ parked: [{ kind: 'clear', ...lane }, put(9)] });
    expect(fixture.engine.groups.parked(G, T, p(0), { after: -1, limit: 10 }).map(({ offset }) => offset)).toEqual([9]);
    expect(fixture.engine.groups.parkedCount(G, T, p(1))).toBe(1);
  });

  it('4.9 keeps who holds a parked event, and frees all of one partition at once', async () => {
    await fixture.engine.commit(topic(2));
    const put = (offset: number, more: object) =>
      ({ kind: 'put', ...parked, offset: o(offset), lastOffset: o(offset), ...more }) as const;
    const elsewhere = { partition: p(1), lease: 'worker' };
    await fixture.engine.commit({
      parked: [put(2, { lease: 'worker' }), put(3, {}), put(4, elsewhere), put(5, { lease: 'worker' })],
    });
    await fixture.engine.commit({ parked: [put(5, { attempts: 3 })] });
    await fixture.reopen();
    const read = (partition: number) =>
      fixture.engine.groups
        .parked(G, T, p(partition), { after: -1, limit: 10 })
        .map(({ offset, attempts, nextAttemptAt, lease = null }) => [offset, attempts, nextAttemptAt, lease]);
    expect(read(0)).toEqual([
      [2, 1, 9, 'worker'],
      [3, 1, 9, null],
      [5, 3, 9, null],
    ]);
    await fixture.engine.commit({ parked: [{ kind: 'release', ...lane }, put(6, { lease: 'later' })] });
    expect(read(0)).toEqual([
      [2, 1, 0, null],
      [3, 1, 0, null],
      [5, 3, 0, null],
      [6, 1, 9, 'later'],
    ]);
    expect(read(1)).toEqual([[4, 1, 9, 'worker']]);
  });
});
