// What every engine must do, whatever it stores in. Numbered in reading order.
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppendSignal, Attempt, Engine } from '#posthorn/engine/engine.js';
import { parseTopicName } from '#posthorn/model/names.js';
import { eventually } from '../harness/eventually.js';
import { ENGINES, scratchFolder } from './engines.js';
import { append, batchOf, EVERYTHING, flatten, G, o, p, readAll, T, topic, values } from './events.js';

const document = { collection: 'topics', name: 'orders' } as const;

describe.each(ENGINES)('engine $name', ({ open }) => {
  let engine: Engine;
  let scratch: ReturnType<typeof scratchFolder>;
  beforeEach(async () => {
    scratch = scratchFolder();
    engine = await open(scratch.folder);
  });
  afterEach(async () => {
    await engine.close();
    scratch.remove();
  });
  const reopen = async () => {
    await engine.close();
    engine = await open(scratch.folder);
  };

  describe('1 log', () => {
    it('1.1 gives dense offsets in append order and reads the very bytes back', async () => {
      await engine.commit(topic());
      const first = await engine.commit(append(['{"a":1}', '"käse"', '']));
      const second = await engine.commit(append(['9007199254740993']));
      expect(first.appends).toEqual([{ partition: 0, baseOffset: 0, count: 3 }]);
      expect(second.appends).toEqual([{ partition: 0, baseOffset: 3, count: 1 }]);
      expect(values(readAll(engine))).toEqual(['{"a":1}', '"käse"', '', '9007199254740993']);
      expect(readAll(engine).map((event) => event.offset)).toEqual([0, 1, 2, 3]);
    });

    it('1.2 joins concurrent small appends without mixing up their offsets', async () => {
      await engine.commit(topic(2));
      const units = Array.from({ length: 500 }, (_, i) => append([`"${i}"`], i % 2));
      const results = await Promise.all(units.map((unit) => engine.commit(unit)));
      for (const [i, result] of results.entries()) {
        const [{ partition, baseOffset }] = result.appends as [{ partition: number; baseOffset: number }];
        expect(partition).toBe(i % 2);
        expect(values(readAll(engine, partition, baseOffset))[0]).toBe(`"${i}"`);
      }
    });

    it('1.3 cuts a large append into readable pieces and reads from any offset in it', async () => {
      await engine.commit(topic());
      const sent = Array.from({ length: 20_000 }, (_, i) => `"${String(i).repeat(10)}"`);
      await engine.commit(append(sent));
      expect(values(readAll(engine))).toEqual(sent);
      for (const offset of [1, 8_191, 8_192, 12_345, 19_999]) {
        expect(readAll(engine, 0, offset)[0]).toMatchObject({ offset, value: sent[offset] });
      }
    });

    it('1.4 keeps keys, headers, content types and timestamps an event, across joined appends', async () => {
      await engine.commit(topic());
      await Promise.all([
        engine.commit(append(['1', '2'], 0, { key: ['k1', null], headers: '{"h":"ü"}' })),
        engine.commit(append(['3'], 0, { timestamp: 123 })),
        engine.commit(append(['4'], 0, { key: 'k4' })),
      ]);
      const events = readAll(engine);
      expect(events.map((event) => event.key)).toEqual(['k1', null, null, 'k4']);
      expect(events.map((event) => event.headers)).toEqual(['{"h":"ü"}', '{"h":"ü"}', null, null]);
      expect(events[2]?.timestamp).toBe(123);
      expect(events[0]?.timestamp).toBeGreaterThan(1_600_000_000_000);
    });

    it('1.5 stops at maxEvents, maxBytes and before, but always gives the first event', async () => {
      await engine.commit(topic());
      await engine.commit(append(['"aaaa"', '"bbbb"', '"cccc"']));
      await engine.commit(append(['"dddd"']));
      const read = (limits: object, from = 0) =>
        values(flatten(engine.log.read(T, p(0), o(from), { ...EVERYTHING, ...limits })));
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
      await engine.commit(topic(2));
      expect(engine.log.bounds(T, p(1))).toEqual({ logStartOffset: 0, highWatermark: 0, bytes: 0 });
      await engine.commit(append(['"ab"', '1'], 1));
      expect(engine.log.bounds(T, p(1))).toEqual({ logStartOffset: 0, highWatermark: 2, bytes: 5 });
      expect(engine.log.bounds(T, p(2))).toBeUndefined();
      expect(engine.log.bounds(parseTopicName('none'), p(0))).toBeUndefined();
    });

    it('1.7 finds the first offset at or after a timestamp', async () => {
      await engine.commit(topic());
      const stamps = [100, 300, 200, 500, 400, 900];
      for (const timestamp of stamps) await engine.commit(append(['1'], 0, { timestamp }));
      await engine.commit(append(['1', '1'], 0, { timestamp: [950, 1_000] }));
      const find = (timestamp: number) => engine.log.offsetForTimestamp(T, p(0), timestamp);
      expect([0, 100, 101, 301, 501, 901, 951, 1_001].map(find)).toEqual([0, 0, 1, 3, 5, 6, 7, 8]);
    });

    it('1.8 signals appends with the new high watermark to its own and other listeners', async () => {
      await engine.commit(topic());
      const seen: AppendSignal[] = [];
      const end = engine.log.onAppend((signals) => seen.push(...signals));
      await engine.commit(append(['1', '2']));
      end();
      await engine.commit(append(['3']));
      expect(seen).toEqual([{ topic: T, partition: 0, highWatermark: 2 }]);
    });

    it('1.9 goes on at the same offsets after a restart', async () => {
      await engine.commit(topic());
      await engine.commit(append(['1', '2']));
      await reopen();
      expect(values(readAll(engine))).toEqual(['1', '2']);
      expect((await engine.commit(append(['3']))).appends[0]?.baseOffset).toBe(2);
    });

    it('1.10 grows partitions, never shrinks them', async () => {
      await engine.commit(topic(2));
      await engine.commit(topic(3));
      await engine.commit(topic(1));
      expect(engine.log.bounds(T, p(2))).toBeDefined();
      expect(engine.log.bounds(T, p(3))).toBeUndefined();
    });

    it('1.11 a topic deleted and made again starts empty at offset 0 and has no old progress', async () => {
      await engine.commit(topic());
      await engine.commit(append(['1', '2']));
      await engine.commit({
        offsets: [{ group: G, topic: T, partition: p(0), committedOffset: o(2), inFlight: [] }],
      });
      await engine.commit({ logs: [{ kind: 'delete', topic: T }] });
      expect(engine.log.bounds(T, p(0))).toBeUndefined();
      await engine.commit(topic());
      expect((await engine.commit(append(['3']))).appends[0]?.baseOffset).toBe(0);
      expect(values(readAll(engine))).toEqual(['3']);
      expect(engine.groups.progress(G)).toEqual([]);
    });
  });

  describe('2 unit', () => {
    it('2.1 is all or nothing: one unknown partition and nothing of it is written', async () => {
      await engine.commit(topic());
      const unit = {
        documents: [{ ...document, body: { x: 1 } }],
        appends: [
          { topic: T, partition: p(0), batch: batchOf(['1']) },
          { topic: T, partition: p(7), batch: batchOf(['2']) },
        ],
      };
      await expect(engine.commit(unit)).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION' });
      expect(readAll(engine)).toEqual([]);
      expect(engine.registry.get('topics', 'orders')).toBeUndefined();
    });

    it('2.2 fails alone: its neighbours in the same commit stand', async () => {
      await engine.commit(topic());
      const results = await Promise.allSettled([
        engine.commit(append(['1'])),
        engine.commit(append(['x'], 5)),
        engine.commit({ ...append(['y']), expect: [{ kind: 'version', ...document, version: 9 }] }),
        engine.commit(append(['2'])),
      ]);
      expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
      expect(values(readAll(engine))).toEqual(['1', '2']);
    });

    it('2.3 repeats answer the first result and write nothing', async () => {
      await engine.commit(topic());
      const dedupe = { scope: 's', key: 'k', fingerprint: 'f', windowMs: 60_000 };
      const first = await engine.commit({ ...append(['1']), dedupe });
      const [again, both] = await Promise.all([
        engine.commit({ ...append(['1']), dedupe }),
        engine.commit({ ...append(['1']), dedupe }),
      ]);
      expect(first.duplicate).toBe(false);
      expect(again).toEqual({ ...first, duplicate: true });
      expect(both).toEqual({ ...first, duplicate: true });
      await reopen();
      expect(await engine.commit({ ...append(['1']), dedupe })).toEqual({ ...first, duplicate: true });
      expect(values(readAll(engine))).toEqual(['1']);
      await expect(
        engine.commit({ ...append(['2']), dedupe: { ...dedupe, fingerprint: 'g' } }),
      ).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
      expect((await engine.commit({ ...append(['2']), dedupe: { ...dedupe, scope: 't' } })).duplicate).toBe(false);
    });

    it('2.4 drops events whose dedupe key was seen, inside a unit and between units', async () => {
      await engine.commit(topic(2));
      const keyed = (sent: readonly string[], keys: (string | null)[], partition = 0) => ({
        appends: [{ topic: T, partition: p(partition), batch: batchOf(sent), dedupeKeys: keys }],
      });
      const first = await engine.commit(keyed(['1', '2', '3', '4'], ['a', null, 'a', 'b']));
      expect(first.appends[0]).toEqual({
        partition: 0,
        baseOffset: 0,
        count: 3,
        events: [
          { partition: 0, offset: 0, duplicate: false },
          { partition: 0, offset: 1, duplicate: false },
          { partition: 0, offset: 0, duplicate: true },
          { partition: 0, offset: 2, duplicate: false },
        ],
      });
      const second = await engine.commit(keyed(['5', '6'], ['b', 'c'], 1));
      expect(second.appends[0]?.events).toEqual([
        { partition: 0, offset: 2, duplicate: true },
        { partition: 1, offset: 0, duplicate: false },
      ]);
      expect(values(readAll(engine))).toEqual(['1', '2', '4']);
      expect(values(readAll(engine, 1))).toEqual(['6']);
    });

    it('2.5 forgets dedupe keys after the window', async () => {
      await engine.commit(topic(1, { dedupeWindowMs: 1 }));
      const unit = { appends: [{ topic: T, partition: p(0), batch: batchOf(['1']), dedupeKeys: ['a'] }] };
      const { timestamp } = await engine.commit(unit);
      await eventually(() => expect(Date.now()).toBeGreaterThan(timestamp + 1));
      expect((await engine.commit(unit)).appends[0]?.events).toEqual([{ partition: 0, offset: 1, duplicate: false }]);
    });

    it('2.6 makes a topic and appends to it in one unit', async () => {
      const unit = { ...topic(), ...append(['1']) };
      expect((await engine.commit(unit)).appends[0]?.baseOffset).toBe(0);
      expect(values(readAll(engine))).toEqual(['1']);
    });
  });

  describe('3 registry', () => {
    it('3.1 keeps documents with versions, lists them in order of name, tells listeners', async () => {
      const seen: string[] = [];
      engine.registry.onChange((signals) => seen.push(...signals.map((signal) => signal.name)));
      await engine.commit({ documents: [{ collection: 'topics', name: 'b', body: { n: 1 } }] });
      await engine.commit({ documents: [{ collection: 'topics', name: 'a', body: 'text' }] });
      await engine.commit({ documents: [{ collection: 'topics', name: 'b', body: { n: 2 } }] });
      expect(engine.registry.list('topics').map(({ name, version }) => [name, version])).toEqual([
        ['a', 1],
        ['b', 2],
      ]);
      expect(engine.registry.list('topics', { after: 'a', limit: 1 }).map(({ name }) => name)).toEqual(['b']);
      expect(engine.registry.get('topics', 'b')?.body).toEqual({ n: 2 });
      expect(engine.registry.get('schemas', 'b')).toBeUndefined();
      expect(seen).toEqual(['b', 'a', 'b']);
    });

    it('3.2 judges expected versions and incarnations at the write', async () => {
      const write = (version: number) =>
        engine.commit({
          expect: [{ kind: 'version', ...document, version }],
          documents: [{ ...document, body: { version } }],
        });
      await write(0);
      await expect(write(0)).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
      await write(1);
      const incarnation = engine.registry.get('topics', 'orders')?.incarnation as number;
      await engine.commit({ documents: [{ ...document, body: null }] });
      await write(0);
      const renewed = engine.registry.get('topics', 'orders')?.incarnation as number;
      expect(renewed).toBeGreaterThan(incarnation);
      const stale = engine.commit({ expect: [{ kind: 'incarnation', ...document, incarnation }] });
      await expect(stale).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
      await engine.commit({ expect: [{ kind: 'incarnation', ...document, incarnation: renewed }] });
    });
  });

  describe('4 groups', () => {
    const lane = { group: G, topic: T, partition: p(0) };
    const parked = { ...lane, lastOffset: o(3), key: 'k', attempts: 1, firstAttemptAt: 5, nextAttemptAt: 9 };

    it('4.1 keeps committed offset, in-flight offsets and parked deliveries', async () => {
      await engine.commit(topic());
      await engine.commit({
        offsets: [{ ...lane, committedOffset: o(7), inFlight: [4, 6] }],
        parked: [
          { kind: 'put', ...parked, offset: o(2) },
          { kind: 'put', ...parked, offset: o(5), key: null, lastOffset: o(5) },
        ],
      });
      await engine.commit({ parked: [{ kind: 'put', ...parked, offset: o(2), attempts: 2 }] });
      await reopen();
      expect(engine.groups.progress(G)).toEqual([{ ...lane, committedOffset: 7, inFlight: [4, 6] }]);
      expect(engine.groups.parked(G, T, p(0), { after: -1, limit: 10 })).toEqual([
        { ...parked, offset: 2, attempts: 2 },
        { ...parked, offset: 5, key: null, lastOffset: 5 },
      ]);
      expect(engine.groups.parked(G, T, p(0), { after: 2, limit: 10 })).toHaveLength(1);
      await engine.commit({ parked: [{ kind: 'remove', ...lane, offset: o(2) }] });
      expect(engine.groups.parkedCount(G, T, p(0))).toBe(1);
    });

    it('4.2 lists attempts newest first and forgets a group as a whole', async () => {
      await engine.commit(topic());
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
        at: 10,
        nextAttemptAt: null,
        response: 'ok',
      });
      await engine.commit({
        offsets: [{ ...lane, committedOffset: o(2), inFlight: [] }],
        attempts: [attempt(0), attempt(1)],
      });
      const listed = engine.attempts.list(G, { limit: 10 });
      expect(listed.map((entry) => entry.offset)).toEqual([1, 0]);
      expect(listed[1]).toMatchObject(attempt(0));
      expect(engine.attempts.list(G, { limit: 10, before: (listed[0] as { id: number }).id })).toHaveLength(1);
      await engine.commit({ forgetGroups: [G] });
      expect(engine.groups.progress(G)).toEqual([]);
      expect(engine.attempts.list(G, { limit: 10 })).toEqual([]);
    });
  });

  describe('5 retention', () => {
    it('5.1 deletes by age, keeps offsets, and goes on where it was', async () => {
      await engine.commit(topic(1, { retentionMs: 1 }));
      await engine.commit(append(['1', '2']));
      await eventually(() => expect(engine.log.bounds(T, p(0))?.logStartOffset).toBe(2));
      expect(engine.log.bounds(T, p(0))).toEqual({ logStartOffset: 2, highWatermark: 2, bytes: 0 });
      await reopen();
      expect((await engine.commit(append(['3']))).appends[0]?.baseOffset).toBe(2);
      expect((await engine.stats()).appendedEvents).toBe(1);
    });

    it('5.2 deletes by bytes, oldest first, down to the limit and not below it', async () => {
      await engine.commit(topic(1, { retentionBytes: 100 }));
      for (let i = 0; i < 30; i += 1) await engine.commit(append([`"${'x'.repeat(8)}"`]));
      await eventually(() => expect(engine.log.bounds(T, p(0))?.bytes).toBe(100));
      expect(engine.log.bounds(T, p(0))).toMatchObject({ logStartOffset: 20, highWatermark: 30 });
      expect(readAll(engine, 0, 0)[0]?.offset).toBe(20);
    });

    it('5.3 keeps everything where retention is -1', async () => {
      await engine.commit(topic(1));
      await engine.commit(append(['1']));
      await engine.commit({ logs: [{ kind: 'delete', topic: parseTopicName('other') }] });
      await engine.commit(append(['2']));
      expect(values(readAll(engine))).toEqual(['1', '2']);
    });
  });

  describe('6 threads', () => {
    it('6.1 a linked thread commits, and both threads see and hear it', async () => {
      await engine.commit(topic());
      const link = engine.link();
      const worker = new Worker(new URL('./linked-thread.mjs', import.meta.url), {
        workerData: link.value,
        transferList: [...link.transfer],
      });
      const heard = new Promise<readonly AppendSignal[]>((resolve) => engine.log.onAppend(resolve));
      const answer = await new Promise((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
      });
      expect(answer).toEqual({ baseOffset: 0, read: '"from the thread"\n' });
      expect(await heard).toEqual([{ topic: T, partition: 0, highWatermark: 1 }]);
      expect(values(readAll(engine))).toEqual(['"from the thread"']);
    });
  });

  describe('7 end', () => {
    it('7.1 finishes what is queued at close and refuses what comes later', async () => {
      await engine.commit(topic());
      const late = Array.from({ length: 50 }, (_, i) => engine.commit(append([`${i}`])));
      await engine.close();
      expect((await Promise.all(late)).map((result) => result.appends[0]?.baseOffset)).toEqual(
        Array.from({ length: 50 }, (_, i) => i),
      );
      await expect(engine.commit(append(['x']))).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
      engine = await open(scratch.folder);
      expect(readAll(engine)).toHaveLength(50);
    });

    it('7.2 refuses more than its queue holds, and writes what it took', async () => {
      await engine.commit(topic());
      const offers = Array.from({ length: 10_200 }, () => engine.commit(append(['1'])).catch((error) => error.code));
      const results = await Promise.all(offers);
      const refused = results.filter((result) => result === 'THROTTLING_QUOTA_EXCEEDED').length;
      expect(refused).toBe(200);
      expect(readAll(engine)).toHaveLength(10_000);
    });
  });
});
