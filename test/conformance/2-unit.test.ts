// What every engine must do, whatever it stores in: unit. Numbered in reading order over all files.
import { expect, it } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { describeEngines } from './each-engine.js';
import { append, batchOf, G, o, p, readAll, T, topic, values } from './events.js';

const document = { collection: 'topics', name: 'orders' } as const;

describeEngines('unit', (fixture) => {
  it('2.1 is all or nothing: one unknown partition and nothing of it is written', async () => {
    await fixture.engine.commit(topic());
    const unit = {
      documents: [{ ...document, body: { x: 1 } }],
      appends: [
        { topic: T, partition: p(0), batch: batchOf(['1']) },
        { topic: T, partition: p(7), batch: batchOf(['2']) },
      ],
    };
    await expect(fixture.engine.commit(unit)).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION' });
    expect(readAll(fixture.engine)).toEqual([]);
    expect(fixture.engine.registry.get('topics', 'orders')).toBeUndefined();
  });

  it('2.2 fails alone: its neighbours in the same commit stand', async () => {
    await fixture.engine.commit(topic());
    const results = await Promise.allSettled([
      fixture.engine.commit(append(['1'])),
      fixture.engine.commit(append(['x'], 5)),
      fixture.engine.commit({ ...append(['y']), expect: [{ kind: 'version', ...document, version: 9 }] }),
      fixture.engine.commit(append(['2'])),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(values(readAll(fixture.engine))).toEqual(['1', '2']);
  });

  it('2.3 repeats answer the first result and write nothing', async () => {
    await fixture.engine.commit(topic());
    const dedupe = { scope: 's', key: 'k', fingerprint: 'f', windowMs: 60_000 };
    const first = await fixture.engine.commit({ ...append(['1']), dedupe });
    const [again, both] = await Promise.all([
      fixture.engine.commit({ ...append(['1']), dedupe }),
      fixture.engine.commit({ ...append(['1']), dedupe }),
    ]);
    expect(first.duplicate).toBe(false);
    expect(again).toEqual({ ...first, duplicate: true });
    expect(both).toEqual({ ...first, duplicate: true });
    await fixture.reopen();
    expect(await fixture.engine.commit({ ...append(['1']), dedupe })).toEqual({ ...first, duplicate: true });
    expect(values(readAll(fixture.engine))).toEqual(['1']);
    await expect(
      fixture.engine.commit({ ...append(['2']), dedupe: { ...dedupe, fingerprint: 'g' } }),
    ).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect((await fixture.engine.commit({ ...append(['2']), dedupe: { ...dedupe, scope: 't' } })).duplicate).toBe(
      false,
    );
  });

  it('2.4 drops events whose dedupe key was seen, inside a unit and between units', async () => {
    await fixture.engine.commit(topic(2));
    const keyed = (sent: readonly string[], keys: (string | null)[], partition = 0) => ({
      appends: [{ topic: T, partition: p(partition), batch: batchOf(sent), dedupeKeys: keys }],
    });
    const first = await fixture.engine.commit(keyed(['1', '2', '3', '4'], ['a', null, 'a', 'b']));
    expect(first.appends[0]).toEqual({
      partition: 0,
      baseOffset: 0,
      count: 3,
      events: [
        { partition: 0, offset: 0, duplicate: false },
        { partition: 0, offset: 1, duplicate: false },
        { partition: 0, offset: 0, duplicate: true, timestamp: first.timestamp },
        { partition: 0, offset: 2, duplicate: false },
      ],
    });
    const second = await fixture.engine.commit(keyed(['5', '6'], ['b', 'c'], 1));
    expect(second.appends[0]?.events).toEqual([
      { partition: 0, offset: 2, duplicate: true, timestamp: first.timestamp },
      { partition: 1, offset: 0, duplicate: false },
    ]);
    expect(values(readAll(fixture.engine))).toEqual(['1', '2', '4']);
    expect(values(readAll(fixture.engine, 1))).toEqual(['6']);
  });

  it('2.5 forgets dedupe keys after the window', async () => {
    await fixture.engine.commit(topic(1, { dedupeWindowMs: 1 }));
    const unit = { appends: [{ topic: T, partition: p(0), batch: batchOf(['1']), dedupeKeys: ['a'] }] };
    const { timestamp } = await fixture.engine.commit(unit);
    await eventually(() => expect(Date.now()).toBeGreaterThan(timestamp + 1));
    expect((await fixture.engine.commit(unit)).appends[0]?.events).toEqual([
      { partition: 0, offset: 1, duplicate: false },
    ]);
  });

  it('2.6 makes a topic and appends to it in one unit', async () => {
    const unit = { ...topic(), ...append(['1']) };
    expect((await fixture.engine.commit(unit)).appends[0]?.baseOffset).toBe(0);
    expect(values(readAll(fixture.engine))).toEqual(['1']);
  });

  it('2.7 answers a repeat although what the first one expected holds no more', async () => {
    await fixture.engine.commit(topic());
    await fixture.engine.commit({ documents: [{ ...document, body: { x: 1 } }] });
    const unit = {
      ...append(['1']),
      expect: [{ kind: 'version', ...document, version: 1 }] as const,
      dedupe: { scope: 's', key: 'k', fingerprint: 'f', windowMs: 60_000 },
    };
    const first = await fixture.engine.commit(unit);
    await fixture.engine.commit({ documents: [{ ...document, body: { x: 2 } }] });
    expect(await fixture.engine.commit(unit)).toEqual({ ...first, duplicate: true });
    const { dedupe } = unit;
    await expect(fixture.engine.commit({ ...unit, dedupe: { ...dedupe, fingerprint: 'g' } })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    await expect(fixture.engine.commit({ ...unit, dedupe: { ...dedupe, key: 'l' } })).rejects.toMatchObject({
      code: 'VERSION_CONFLICT',
    });
    expect(values(readAll(fixture.engine))).toEqual(['1']);
  });

  it('2.8 remembers nothing of a unit that was refused', async () => {
    await fixture.engine.commit(topic());
    const dedupe = { scope: 's', key: 'k', fingerprint: 'f', windowMs: 60_000 };
    const expectation = { kind: 'version', ...document, version: 9 } as const;
    await expect(fixture.engine.commit({ ...append(['1']), dedupe, expect: [expectation] })).rejects.toMatchObject({
      code: 'VERSION_CONFLICT',
    });
    const result = await fixture.engine.commit({ ...append(['2']), dedupe: { ...dedupe, fingerprint: 'g' } });
    expect(result.duplicate).toBe(false);
    expect(values(readAll(fixture.engine))).toEqual(['2']);
  });

  it('2.9 gives a repeat the note of the first one, and can be asked for it alone, behind what is under way', async () => {
    await fixture.engine.commit(topic());
    const dedupe = { scope: 's', key: 'k', fingerprint: 'f', windowMs: 60_000 };
    const asked = { dedupe: { ...dedupe, windowMs: 0 } };
    expect(await fixture.engine.commit(asked)).toMatchObject({ duplicate: false, appends: [] });
    const [first, found] = await Promise.all([
      fixture.engine.commit({ ...append(['1']), dedupe: { ...dedupe, note: { of: ['first'] } } }),
      fixture.engine.commit(asked),
    ]);
    expect(first).not.toHaveProperty('note');
    expect(found).toEqual({ ...first, duplicate: true, note: { of: ['first'] } });
    await fixture.reopen();
    expect(await fixture.engine.commit({ ...append(['1']), dedupe: { ...dedupe, note: 'other' } })).toEqual(found);
    await expect(fixture.engine.commit({ dedupe: { ...asked.dedupe, fingerprint: 'g' } })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(values(readAll(fixture.engine))).toEqual(['1']);
  });

  it('2.10 takes a unit with progress again as it is after it was refused, its payload whole', async () => {
    await fixture.engine.commit(topic());
    const value = `"${'x'.repeat(100_000)}"`;
    const progress = { group: G, topic: T, partition: p(0), committedOffset: o(0), inFlight: [] };
    const expectation = { kind: 'version', ...document, version: 1 } as const;
    const unit = { ...append([value]), offsets: [progress], expect: [expectation] };
    await expect(fixture.engine.commit(unit)).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
    await fixture.engine.commit({ documents: [{ ...document, body: {} }] });
    await fixture.engine.commit(unit);
    expect(values(readAll(fixture.engine))).toEqual([value]);
  });
});
