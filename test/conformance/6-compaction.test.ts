// What every engine must do, whatever it stores in: compaction. Numbered in reading order over all files.
import { expect, it } from 'vitest';
import type { CommitUnit } from '#posthorn/engine/engine.js';
import { parseTopicName } from '#posthorn/model/names.js';
import { eventually } from '../harness/eventually.js';
import { describeEngines } from './each-engine.js';
import { append, EVERYTHING, type Event, flatten, o, p, readAll, T, topic } from './events.js';

const DAY_MS = 86_400_000;
const compacted = (deleteRetentionMs = DAY_MS, retentionBytes = -1): CommitUnit =>
  topic(1, { compaction: { deleteRetentionMs }, retentionBytes });

/** `a=1`: key and value; `a=`: a tombstone; `=1`: no key. */
function puts(...pairs: readonly string[]): CommitUnit {
  const split = pairs.map((pair) => pair.split('=') as [string, string]);
  return append(
    split.map(([, value]) => value),
    0,
    {
      key: split.map(([key]) => (key === '' ? null : key)),
      tombstone: split.map(([, value]) => (value === '' ? 1 : null)),
    },
  );
}

const shown = (events: readonly Event[]) => events.map(({ offset, key, value }) => `${offset}:${key ?? ''}=${value}`);

describeEngines('compaction', (fixture) => {
  const commit = (unit: CommitUnit) => fixture.engine.commit(unit);
  const all = () => shown(readAll(fixture.engine));
  const bounds = () => fixture.engine.log.bounds(T, p(0));
  const count = (from: number, to: number) => fixture.engine.log.count(T, p(0), o(from), o(to));
  /** Nothing is compacted before all of it is there: how much is done at once depends on how much is dirty. */
  const store = async (units: readonly CommitUnit[], then = compacted()) => {
    await commit(topic());
    for (const unit of units) await commit(unit);
    await commit(then);
  };
  const becomes = (expected: readonly string[]) => eventually(() => expect(all()).toEqual(expected));

  it('9.1 keeps the newest event of each key, at its offset, and leaves the newest append alone', async () => {
    await store([puts('a=1', 'b=1', 'a=2', 'c=1'), puts('b=2', 'b=3'), puts('a=3', 'a=4')]);
    await becomes(['2:a=2', '3:c=1', '5:b=3', '6:a=3', '7:a=4']);
    expect(bounds()).toEqual({ logStartOffset: 0, highWatermark: 8, bytes: 5 });
    await fixture.reopen();
    expect(bounds()).toEqual({ logStartOffset: 0, highWatermark: 8, bytes: 5 });
    await commit(topic());
    expect((await commit(puts('d=1'))).appends[0]?.baseOffset).toBe(8);
    await store([puts('d=2'), puts('d=3', 'd=4')]);
    await becomes(['3:c=1', '5:b=3', '7:a=4', '9:d=2', '10:d=3', '11:d=4']);
  });

  it('9.2 reads, counts and finds by time across the gaps', async () => {
    await store([timed(['a', 'b', 'a', 'c', 'b', 'd'], 100), timed(['e', 'e', 'f'], 200), puts('z=1')]);
    const left = [2, 3, 4, 5, 7, 8, 9];
    const offsets = (from = 0, limits = EVERYTHING) =>
      flatten(fixture.engine.log.read(T, p(0), o(from), limits)).map(({ offset }) => offset);
    await eventually(() => expect(offsets()).toEqual(left));
    for (let from = 0; from <= 10; from += 1) {
      expect(offsets(from)).toEqual(left.filter((offset) => offset >= from));
      expect(offsets(from, { ...EVERYTHING, maxEvents: 2 })).toEqual(left.filter((at) => at >= from).slice(0, 2));
      expect(offsets(from, { maxEvents: 100, maxBytes: 1 })).toEqual(left.filter((at) => at >= from).slice(0, 1));
      for (let to = 0; to <= 10; to += 1) {
        const between = left.filter((offset) => offset >= from && offset < to);
        expect(flatten(fixture.engine.log.read(T, p(0), o(from), { ...EVERYTHING, before: to }))).toHaveLength(
          between.length,
        );
        expect(count(from, to)).toBe(between.length);
      }
    }
    const at = (timestamp: number) => fixture.engine.log.offsetForTimestamp(T, p(0), timestamp);
    expect([at(0), at(100), at(101), at(103), at(106), at(200), at(202)]).toEqual([2, 2, 2, 3, 7, 7, 8]);
    expect(
      readAll(fixture.engine)
        .map(({ timestamp }) => timestamp)
        .slice(0, 6),
    ).toEqual([102, 103, 104, 105, 201, 202]);
  });

  it('9.3 lets tombstones go after their time, not before, and with them nothing but their key', async () => {
    await store([puts('a=1', 'b=1', 'a='), puts('c=1')]);
    await becomes(['1:b=1', '2:a=', '3:c=1']);
    await commit(compacted(0));
    await becomes(['1:b=1', '3:c=1']);
    await store([puts('a=2', 'x=1', 'a=', 'x=2'), puts('d=1')], compacted(0));
    await becomes(['1:b=1', '3:c=1', '7:x=2', '8:d=1']);
    await fixture.reopen();
    expect(all()).toEqual(['1:b=1', '3:c=1', '7:x=2', '8:d=1']);
  });

  it('9.4 leaves events without a key where they are', async () => {
    await store([puts('=1', 'a=1', '=2', 'a=2'), puts('a=3'), puts('a=4')]);
    await becomes(['0:=1', '2:=2', '4:a=3', '5:a=4']);
  });

  it('9.5 keeps what retention by size and a trim say, counted by what is there', async () => {
    const wide = (key: string, size: number) => `${key}=${'x'.repeat(size)}`;
    const first = puts(wide('a', 10), wide('b', 20), wide('a', 30));
    await store([first, puts(wide('b', 40), wide('c', 50)), puts(wide('d', 60))]);
    await eventually(() => expect(bounds()?.bytes).toBe(30 + 40 + 50 + 60));
    expect(readAll(fixture.engine).map(({ offset }) => offset)).toEqual([2, 3, 4, 5]);
    const { trims } = await commit({ logs: [{ kind: 'trim', topic: T, partition: p(0), offset: o(4) }] });
    expect(trims).toEqual([{ partition: 0, logStartOffset: 4, highWatermark: 6, deleted: 2 }]);
    expect(all().map((one) => one.slice(0, 3))).toEqual(['4:c', '5:d']);
    await commit(compacted(DAY_MS, 60));
    await eventually(() => expect(bounds()).toEqual({ logStartOffset: 5, highWatermark: 6, bytes: 60 }));
  });

  it('9.6 stops when the topic is not compacted any more, and goes with the topic', async () => {
    await store([puts('a=1', 'a=2'), puts('a=3')]);
    await becomes(['1:a=2', '2:a=3']);
    const { compactionPasses: passes } = await fixture.engine.stats();
    await store([puts('a=4', 'a=5'), puts('a=6')], topic());
    const other = parseTopicName('other');
    await commit({ logs: (compacted().logs ?? []).map((log) => ({ ...log, topic: other })) });
    for (const unit of [puts('a=1', 'a=2'), puts('b=1')]) {
      await commit({ appends: (unit.appends ?? []).map((one) => ({ ...one, topic: other })) });
    }
    // By then the pass has gone by the other log as well.
    await eventually(async () => expect((await fixture.engine.stats()).compactionPasses).toBe(passes + 1));
    expect(all()).toEqual(['1:a=2', '2:a=3', '3:a=4', '4:a=5', '5:a=6']);
    await commit({ logs: [{ kind: 'delete', topic: T }] });
    await store([puts('a=1', 'a=2'), puts('b=1')]);
    await becomes(['1:a=2', '2:b=1']);
    expect(bounds()).toEqual({ logStartOffset: 0, highWatermark: 3, bytes: 2 });
  });

  it('9.7 tells what it has removed', async () => {
    await store([puts('a=11', 'a=22', 'b=3'), puts('a=44'), puts('c=5')]);
    await becomes(['2:b=3', '3:a=44', '4:c=5']);
    await eventually(async () =>
      expect(await fixture.engine.stats()).toMatchObject({
        compactionPasses: 1,
        compactedEvents: 2,
        compactedBytes: 4,
        compactedLogBytes: 4,
      }),
    );
  });
});

/** Events of the times `from`, `from + 1`, … */
function timed(keys: readonly string[], from: number): CommitUnit {
  return append(
    keys.map(() => '1'),
    0,
    { key: keys, timestamp: keys.map((_, at) => from + at) },
  );
}
