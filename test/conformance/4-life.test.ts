// What every engine must do, whatever it stores in: retention, threads, end. Numbered in reading order over all files.
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import type { AppendSignal } from '#posthorn/engine/engine.js';
import { parseTopicName } from '#posthorn/model/names.js';
import { eventually } from '../harness/eventually.js';
import { describeEngines } from './each-engine.js';
import { append, batchOf, p, readAll, T, topic, values } from './events.js';

describeEngines('retention, threads, end', (fixture) => {
  it('5.1 deletes by age, keeps offsets, and goes on where it was', async () => {
    await fixture.engine.commit(topic(1, { retentionMs: 1 }));
    await fixture.engine.commit(append(['1', '2']));
    await eventually(() => expect(fixture.engine.log.bounds(T, p(0))?.logStartOffset).toBe(2));
    expect(fixture.engine.log.bounds(T, p(0))).toEqual({ logStartOffset: 2, highWatermark: 2, bytes: 0 });
    await fixture.reopen();
    expect((await fixture.engine.commit(append(['3']))).appends[0]?.baseOffset).toBe(2);
    expect((await fixture.engine.stats()).appendedEvents).toBe(1);
  });

  it('5.2 deletes by bytes, oldest first, down to the limit and not below it', async () => {
    await fixture.engine.commit(topic(1, { retentionBytes: 100 }));
    for (let i = 0; i < 30; i += 1) await fixture.engine.commit(append([`"${'x'.repeat(8)}"`]));
    await eventually(() => expect(fixture.engine.log.bounds(T, p(0))?.bytes).toBe(100));
    expect(fixture.engine.log.bounds(T, p(0))).toMatchObject({ logStartOffset: 20, highWatermark: 30 });
    expect(readAll(fixture.engine, 0, 0)[0]?.offset).toBe(20);
  });

  it('5.3 keeps everything where retention is -1', async () => {
    await fixture.engine.commit(topic(1));
    await fixture.engine.commit(append(['1']));
    await fixture.engine.commit({ logs: [{ kind: 'delete', topic: parseTopicName('other') }] });
    await fixture.engine.commit(append(['2']));
    expect(values(readAll(fixture.engine))).toEqual(['1', '2']);
  });

  it('5.4 follows a retention that is shortened later', async () => {
    const other = parseTopicName('passed');
    await fixture.engine.commit(topic(1));
    await fixture.engine.commit(append(['1']));
    // What was deleted there shows that a pass has gone over the first topic.
    await fixture.engine.commit(topic(1, { topic: other, retentionMs: 1 }));
    await fixture.engine.commit({ appends: [{ topic: other, partition: p(0), batch: batchOf(['x']) }] });
    await eventually(() => expect(fixture.engine.log.bounds(other, p(0))?.logStartOffset).toBe(1));
    expect(values(readAll(fixture.engine))).toEqual(['1']);
    await fixture.engine.commit(topic(1, { retentionMs: 1 }));
    await eventually(() => expect(fixture.engine.log.bounds(T, p(0))?.logStartOffset).toBe(1));
    await fixture.engine.commit(append(['2']));
    await eventually(() => expect(fixture.engine.log.bounds(T, p(0))?.logStartOffset).toBe(2));
  });

  it('5.5 gives nothing that was deleted, although it was read before', async () => {
    await fixture.engine.commit(topic(1, { retentionBytes: 100 }));
    for (let i = 0; i < 10; i += 1) await fixture.engine.commit(append([`"${'x'.repeat(8)}"`]));
    expect(readAll(fixture.engine, 0, 0)).toHaveLength(10);
    for (let i = 0; i < 20; i += 1) await fixture.engine.commit(append([`"${'y'.repeat(8)}"`]));
    await eventually(() => expect(fixture.engine.log.bounds(T, p(0))?.logStartOffset).toBe(20));
    for (const from of [0, 3, 9, 19]) {
      expect(readAll(fixture.engine, 0, from).map(({ offset }) => offset)).toEqual([
        20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
      ]);
    }
  });

  it('6.1 a linked thread commits, and both threads see and hear it', async () => {
    await fixture.engine.commit(topic());
    const link = fixture.engine.link();
    const worker = new Worker(new URL('./linked-thread.mjs', import.meta.url), {
      workerData: link.value,
      transferList: [...link.transfer],
    });
    const heard = new Promise<readonly AppendSignal[]>((resolve) => fixture.engine.log.onAppend(resolve));
    const answer = await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    expect(answer).toEqual({ baseOffset: 0, read: '"from the thread"\n' });
    expect(await heard).toEqual([{ topic: T, partition: 0, highWatermark: 1 }]);
    expect(values(readAll(fixture.engine))).toEqual(['"from the thread"']);
  });

  it('7.1 finishes what is queued at close and refuses what comes later', async () => {
    await fixture.engine.commit(topic());
    const late = Array.from({ length: 50 }, (_, i) => fixture.engine.commit(append([`${i}`])));
    await fixture.engine.close();
    expect((await Promise.all(late)).map((result) => result.appends[0]?.baseOffset)).toEqual(
      Array.from({ length: 50 }, (_, i) => i),
    );
    await expect(fixture.engine.commit(append(['x']))).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    await fixture.reopen();
    expect(readAll(fixture.engine)).toHaveLength(50);
  });

  it('7.2 refuses more than its queue holds, and writes what it took', async () => {
    await fixture.engine.commit(topic());
    const offers = Array.from({ length: 10_200 }, () =>
      fixture.engine.commit(append(['1'])).catch((error) => error.code),
    );
    const results = await Promise.all(offers);
    const refused = results.filter((result) => result === 'THROTTLING_QUOTA_EXCEEDED').length;
    expect(refused).toBe(200);
    expect(readAll(fixture.engine)).toHaveLength(10_000);
  });
});
