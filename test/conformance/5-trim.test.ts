// What every engine must do, whatever it stores in: trim. Numbered in reading order over all files.
import { expect, it } from 'vitest';
import type { AppendSignal, CommitUnit } from '#posthorn/engine/engine.js';
import { parseTopicName } from '#posthorn/model/names.js';
import { eventually } from '../harness/eventually.js';
import { describeEngines } from './each-engine.js';
import { append, EVERYTHING, flatten, G, o, p, readAll, T, topic, values } from './events.js';

const trim = (offset: number | null, partition = 0): CommitUnit => ({
  logs: [{ kind: 'trim', topic: T, partition: p(partition), offset: offset === null ? null : o(offset) }],
});

describeEngines('trim', (fixture) => {
  const bounds = (partition = 0) => fixture.engine.log.bounds(T, p(partition));
  const offsets = (from = 0) => readAll(fixture.engine, 0, from).map(({ offset }) => offset);

  it('8.1 starts the log exactly at the offset, in the middle of an append, with what was read before', async () => {
    await fixture.engine.commit(topic());
    await fixture.engine.commit(append(['0', '1', '2', '3', '4']));
    await fixture.engine.commit(append(['5', '6']));
    expect(offsets()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const { trims } = await fixture.engine.commit(trim(3));
    expect(trims).toEqual([{ partition: 0, logStartOffset: 3, highWatermark: 7, deleted: 3 }]);
    expect(bounds()).toMatchObject({ logStartOffset: 3, highWatermark: 7 });
    expect(values(readAll(fixture.engine))).toEqual(['3', '4', '5', '6']);
    expect(offsets(2)).toEqual([3, 4, 5, 6]);
    expect(offsets(4)).toEqual([4, 5, 6]);
    const below = fixture.engine.log.read(T, p(0), o(0), { ...EVERYTHING, before: 3 });
    expect(flatten(below)).toEqual([]);
    const [first] = flatten(fixture.engine.log.read(T, p(0), o(0), { maxEvents: 1, maxBytes: 1 }));
    expect(first).toMatchObject({ offset: 3, value: '3' });
    await fixture.reopen();
    expect(offsets()).toEqual([3, 4, 5, 6]);
    expect((await fixture.engine.commit(append(['7']))).appends[0]?.baseOffset).toBe(7);
  });

  it('8.2 a repeat, and an offset below the log start, change nothing', async () => {
    await fixture.engine.commit(topic());
    await fixture.engine.commit(append(['0', '1', '2']));
    await fixture.engine.commit(trim(2));
    for (const offset of [2, 1, 0]) {
      const { trims } = await fixture.engine.commit(trim(offset));
      expect(trims).toEqual([{ partition: 0, logStartOffset: 2, highWatermark: 3, deleted: 0 }]);
    }
    expect(offsets()).toEqual([2]);
  });

  it('8.3 empties a log up to its high watermark, and offsets go on', async () => {
    await fixture.engine.commit(topic());
    await fixture.engine.commit(append(['0', '1', '2']));
    const { trims } = await fixture.engine.commit(trim(null));
    expect(trims).toEqual([{ partition: 0, logStartOffset: 3, highWatermark: 3, deleted: 3 }]);
    expect(offsets()).toEqual([]);
    await eventually(() => expect(bounds()).toEqual({ logStartOffset: 3, highWatermark: 3, bytes: 0 }));
    await fixture.reopen();
    expect((await fixture.engine.commit(append(['3']))).appends[0]?.baseOffset).toBe(3);
    expect(offsets()).toEqual([3]);
    expect((await fixture.engine.commit(trim(null))).trims?.[0]).toMatchObject({ logStartOffset: 4, deleted: 1 });
  });

  it('8.4 refuses an offset above the high watermark with both bounds, and the whole unit with it', async () => {
    await fixture.engine.commit(topic(2));
    await fixture.engine.commit(append(['0', '1']));
    await fixture.engine.commit(trim(1));
    const unit = { ...append(['2']), logs: [...(trim(null).logs ?? []), ...(trim(1, 1).logs ?? [])] };
    await expect(fixture.engine.commit(unit)).rejects.toMatchObject({
      code: 'OFFSET_OUT_OF_RANGE',
      members: { logStartOffset: 0, highWatermark: 0 },
    });
    await expect(fixture.engine.commit(trim(3))).rejects.toMatchObject({
      members: { logStartOffset: 1, highWatermark: 2 },
    });
    expect(offsets()).toEqual([1]);
    await expect(fixture.engine.commit(trim(0, 2))).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION' });
  });

  it('8.5 a refused trim of a topic made in the same unit leaves nothing behind', async () => {
    const unit = { logs: [...(topic().logs ?? []), ...(trim(1).logs ?? [])] };
    await expect(fixture.engine.commit(unit)).rejects.toMatchObject({ code: 'OFFSET_OUT_OF_RANGE' });
    const other = parseTopicName('other');
    await fixture.engine.commit(topic(1, { topic: other }));
    await fixture.engine.commit(topic());
    await fixture.engine.commit(append(['0']));
    expect(fixture.engine.log.bounds(other, p(0))).toMatchObject({ highWatermark: 0 });
    expect(offsets()).toEqual([0]);
  });

  it('8.6 counts what was appended before it in the same commit, and several partitions in one unit', async () => {
    await fixture.engine.commit(topic(2));
    const [, , result] = await Promise.all([
      fixture.engine.commit(append(['0', '1'])),
      fixture.engine.commit(append(['0', '1', '2'], 1)),
      fixture.engine.commit({ logs: [...(trim(1).logs ?? []), ...(trim(null, 1).logs ?? [])] }),
    ]);
    expect(result?.trims).toEqual([
      { partition: 0, logStartOffset: 1, highWatermark: 2, deleted: 1 },
      { partition: 1, logStartOffset: 3, highWatermark: 3, deleted: 3 },
    ]);
    expect(offsets()).toEqual([1]);
    expect(readAll(fixture.engine, 1)).toEqual([]);
  });

  it('8.7 tells listeners of the start that a trim or retention has moved', async () => {
    await fixture.engine.commit(topic());
    await fixture.engine.commit(append(['0', '1', '2']));
    const seen: AppendSignal[] = [];
    fixture.engine.log.onAppend((signals) => seen.push(...signals));
    await fixture.engine.commit(trim(2));
    await fixture.engine.commit(trim(2));
    expect(seen).toEqual([{ topic: T, partition: 0, highWatermark: 3, logStartOffset: 2 }]);
    await fixture.engine.commit(topic(1, { retentionMs: 1 }));
    await eventually(() => expect(seen[1]).toEqual({ topic: T, partition: 0, highWatermark: 3, logStartOffset: 3 }));
    expect((await fixture.engine.stats()).retentionDeletedEvents).toBe(1);
  });

  it('8.8 finds timestamps among what is left', async () => {
    await fixture.engine.commit(topic());
    await fixture.engine.commit(append(['0', '1', '2'], 0, { timestamp: [100, 900, 200] }));
    await fixture.engine.commit(append(['3', '4'], 0, { timestamp: [300, 950] }));
    await fixture.engine.commit(trim(2));
    const find = (timestamp: number) => fixture.engine.log.offsetForTimestamp(T, p(0), timestamp);
    expect([0, 100, 200, 201, 301, 900, 951].map(find)).toEqual([2, 2, 2, 3, 4, 4, 5]);
  });

  it('8.9 keeps what a group has lost as a total, until the group or the topic goes', async () => {
    const other = parseTopicName('other');
    await fixture.engine.commit(topic(2));
    await fixture.engine.commit(topic(1, { topic: other }));
    const loss = { group: G, topic: T, partition: p(1), events: 3 };
    await fixture.engine.commit({ losses: [loss, { ...loss, topic: other, partition: p(0) }] });
    await fixture.engine.commit({ losses: [{ ...loss, events: 4 }] });
    await fixture.reopen();
    const kept = [{ ...loss, events: 7 }];
    expect(fixture.engine.groups.losses(G)).toEqual([...kept, { ...loss, topic: other, partition: 0 }].sort(byTopic));
    await fixture.engine.commit({ logs: [{ kind: 'delete', topic: other }] });
    expect(fixture.engine.groups.losses(G)).toEqual(kept);
    await fixture.engine.commit({ forgetGroups: [G] });
    expect(fixture.engine.groups.losses(G)).toEqual([]);
    const unknown = fixture.engine.commit({ losses: [{ ...loss, topic: other }] });
    await expect(unknown).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION' });
  });
});

const byTopic = (a: { topic: string }, b: { topic: string }) => (a.topic < b.topic ? -1 : 1);
