// What every engine must do, whatever it stores in: log. Numbered in reading order over all files.
import { expect, it } from 'vitest';
import type { AppendResult, AppendSignal } from '#posthorn/engine/engine.js';
import { parseTopicName } from '#posthorn/model/names.js';
import { eventually } from '../harness/eventually.js';
import { describeEngines } from './each-engine.js';
import { append, EVERYTHING, flatten, G, o, p, readAll, T, topic, values } from './events.js';

describeEngines('log', (fixture) => {
  it('1.1 gives dense offsets in append order and reads the very bytes back', async () => {
    await fixture.engine.commit(topic());
    const first = await fixture.engine.commit(append(['{"a":1}', '"käse"', '']));
    const second = await fixture.engine.commit(append(['9007199254740993']));
    expect(first.appends).toEqual([{ partition: 0, baseOffset: 0, count: 3 }]);
    expect(second.appends).toEqual([{ partition: 0, baseOffset: 3, count: 1 }]);
    expect(values(readAll(fixture.engine))).toEqual(['{"a":1}', '"käse"', '', '9007199254740993']);
    expect(readAll(fixture.engine).map((event) => event.offset)).toEqual([0, 1, 2, 3]);
  });

  it('1.2 joins concurrent small appends without mixing up their offsets', async () => {
    await fixture.engine.commit(topic(2));
    const units = Array.from({ length: 500 }, (_, i) => append([`"${i}"`], i % 2));
    const results = await Promise.all(units.map((unit) => fixture.engine.commit(unit)));
    for (const [i, result] of results.entries()) {
      const { partition, baseOffset } = result.appends[0] as AppendResult;
      expect(partition).toBe(i % 2);
      expect(values(readAll(fixture.engine, partition, baseOffset))[0]).toBe(`"${i}"`);
    }
  });

  it('1.3 cuts a large append into readable pieces and reads from any offset in it', async () => {
    await fixture.engine.commit(topic());
    const sent = Array.from({ length: 20_000 }, (_, i) => `"${String(i).repeat(10)}"`);
    await fixture.engine.commit(append(sent));
    expect(values(readAll(fixture.engine))).toEqual(sent);
    for (const offset of [1, 8_191, 8_192, 12_345, 19_999]) {
      expect(readAll(fixture.engine, 0, offset)[0]).toMatchObject({ offset, value: sent[offset] });
    }
  });

  it('1.4 keeps keys, headers, content types and timestamps an event, across joined appends', async () => {
    await fixture.engine.commit(topic());
    await Promise.all([
      fixture.engine.commit(append(['1', '2'], 0, { key: ['k1', null], headers: '{"h":"ü"}' })),
      fixture.engine.commit(append(['3'], 0, { timestamp: 123 })),
      fixture.engine.commit(append(['4'], 0, { key: 'k4' })),
    ]);
    const events = readAll(fixture.engine);
    expect(events.map((event) => event.key)).toEqual(['k1', null, null, 'k4']);
    expect(events.map((event) => event.headers)).toEqual(['{"h":"ü"}', '{"h":"ü"}', null, null]);
    expect(events[2]?.timestamp).toBe(123);
    expect(events[0]?.timestamp).toBeGreaterThan(1_600_000_000_000);
  });

  it('1.5 stops at maxEvents, maxBytes and before, but always gives the first event', async () => {
    await fixture.engine.commit(topic());
    await fixture.engine.commit(append(['"aaaa"', '"bbbb"', '"cccc"']));
    await fixture.engine.commit(append(['"dddd"']));
    const read = (limits: object, from = 0) =>
      values(flatten(fixture.engine.log.read(T, p(0), o(from), { ...EVERYTHING, ...limits })));
    expect(read({ maxEvents: 2 })).toEqual(['"aaaa"', '"bbbb"']);
    expect(read({ maxBytes: 12 })).toEqual(['"aaaa"', '"bbbb"']);
    expect(read({ maxBytes: 1 })).toEqual(['"aaaa"']);
    expect(read({ maxBytes: 19 })).toEqual(['"aaaa"', '"bbbb"', '"cccc"']);
    expect(read({ before: 1 })).toEqual(['"aaaa"']);
    expect(read({ before: 2 }, 2)).toEqual([]);
    expect(read({}, 3)).toEqual(['"dddd"']);
    expect(read({}, 4)).toEqual([]);
  });

  it('1.6 tells bounds and bytes', async () => {
    await fixture.engine.commit(topic(2));
    expect(fixture.engine.log.bounds(T, p(1))).toEqual({ logStartOffset: 0, highWatermark: 0, bytes: 0 });
    await fixture.engine.commit(append(['"ab"', '1'], 1));
    expect(fixture.engine.log.bounds(T, p(1))).toEqual({ logStartOffset: 0, highWatermark: 2, bytes: 5 });
    expect(fixture.engine.log.bounds(T, p(2))).toBeUndefined();
    expect(fixture.engine.log.bounds(parseTopicName('none'), p(0))).toBeUndefined();
  });

  it('1.7 finds the first offset at or after a timestamp', async () => {
    await fixture.engine.commit(topic());
    const stamps = [100, 300, 200, 500, 400, 900];
    for (const timestamp of stamps) await fixture.engine.commit(append(['1'], 0, { timestamp }));
    await fixture.engine.commit(append(['1', '1'], 0, { timestamp: [950, 1_000] }));
    const find = (timestamp: number) => fixture.engine.log.offsetForTimestamp(T, p(0), timestamp);
    expect([0, 100, 101, 301, 501, 901, 951, 1_001].map(find)).toEqual([0, 0, 1, 3, 5, 6, 7, 8]);
  });

  it('1.7b finds timestamps where retention has deleted the event that was highest', async () => {
    await fixture.engine.commit(topic(1, { retentionBytes: 2 }));
    for (const timestamp of [100, 9_000, 200, 300]) await fixture.engine.commit(append(['1'], 0, { timestamp }));
    await eventually(() => expect(fixture.engine.log.bounds(T, p(0))?.logStartOffset).toBe(2));
    const find = (timestamp: number) => fixture.engine.log.offsetForTimestamp(T, p(0), timestamp);
    expect([0, 200, 201, 300, 301].map(find)).toEqual([2, 2, 3, 3, 4]);
  });

  it('1.8 signals appends with the new high watermark to its own and other listeners', async () => {
    await fixture.engine.commit(topic());
    const seen: AppendSignal[] = [];
    const end = fixture.engine.log.onAppend((signals) => seen.push(...signals));
    await fixture.engine.commit(append(['1', '2']));
    end();
    await fixture.engine.commit(append(['3']));
    expect(seen).toEqual([{ topic: T, partition: 0, highWatermark: 2 }]);
  });

  it('1.9 goes on at the same offsets after a restart', async () => {
    await fixture.engine.commit(topic());
    await fixture.engine.commit(append(['1', '2']));
    await fixture.reopen();
    expect(values(readAll(fixture.engine))).toEqual(['1', '2']);
    expect((await fixture.engine.commit(append(['3']))).appends[0]?.baseOffset).toBe(2);
  });

  it('1.10 grows partitions, never shrinks them', async () => {
    await fixture.engine.commit(topic(2));
    await fixture.engine.commit(topic(3));
    await fixture.engine.commit(topic(1));
    expect(fixture.engine.log.bounds(T, p(2))).toBeDefined();
    expect(fixture.engine.log.bounds(T, p(3))).toBeUndefined();
  });

  it('1.11 a topic deleted and made again starts empty at offset 0 and has no old progress', async () => {
    await fixture.engine.commit(topic());
    await fixture.engine.commit(append(['1', '2']));
    await fixture.engine.commit({
      offsets: [{ group: G, topic: T, partition: p(0), committedOffset: o(2), inFlight: [] }],
    });
    await fixture.engine.commit({ logs: [{ kind: 'delete', topic: T }] });
    expect(fixture.engine.log.bounds(T, p(0))).toBeUndefined();
    await fixture.engine.commit(topic());
    expect((await fixture.engine.commit(append(['3']))).appends[0]?.baseOffset).toBe(0);
    expect(values(readAll(fixture.engine))).toEqual(['3']);
    expect(fixture.engine.groups.progress(G)).toEqual([]);
  });

  it('1.12 counts what lies between two offsets and can be read', async () => {
    await fixture.engine.commit(topic(2));
    await fixture.engine.commit(append(['1', '2', '3']));
    await fixture.engine.commit(append(['4', '5']));
    const count = (from: number, to: number, partition = 0) =>
      fixture.engine.log.count(T, p(partition), o(from), o(to));
    expect([count(0, 5), count(1, 4), count(4, 99), count(3, 3), count(4, 1)]).toEqual([5, 3, 1, 0, 0]);
    expect([count(0, 5, 1), count(0, 5, 2)]).toEqual([0, 0]);
  });
});
