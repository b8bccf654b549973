// A seek before anything is written: what may be asked for, what it comes to, and the unit that it becomes.
import { expect, test } from 'vitest';
import type { Document, Engine, Progress } from '#posthorn/engine/engine.js';
import type { Parked } from '#posthorn/engine/parked.js';
import type { GroupName, Offset, PartitionIndex, TopicName } from '#posthorn/model/names.js';
import { parseSeek } from '#posthorn/model/seek-body.js';
import { planSeek, seekUnit } from '#posthorn/push/seek.js';
import { makeMemoryEngine } from '../memory-engine.js';
import { problemOf } from '../problem-of.js';

const GROUP = 's' as GroupName;
const TOPIC = 'orders' as TopicName;
const place = (partition: number) => ({ group: GROUP, topic: TOPIC, partition: partition as PartitionIndex });

/** Two partitions, 10..20 and 0..4; of the even offsets alone there are events. */
function makeWorld(reached: readonly (readonly [partition: number, committed: number, inFlight?: number[]])[]) {
  const { registry, store } = makeMemoryEngine();
  const bounds = [
    { logStartOffset: 10 as Offset, highWatermark: 20 as Offset, bytes: 0 },
    { logStartOffset: 0 as Offset, highWatermark: 4 as Offset, bytes: 0 },
  ];
  store({ collection: 'topics', name: 'orders', body: {} });
  store({ collection: 'topics', name: 'other', body: {} });
  const startOffsets = { orders: { incarnation: 1, offsets: [12] } };
  const record = { id: '1', topics: ['ord*'], startOffsets, seeks: { orders: { 1: 4 } } };
  store({ collection: 'subscriptions', name: 's', body: record });
  const progress: Progress[] = reached.map(([partition, committed, inFlight = []]) => ({
    ...place(partition),
    committedOffset: committed as Offset,
    inFlight,
  }));
  const rows = [11, 14, 18].map(
    (offset) => ({ ...place(0), offset, lastOffset: offset === 14 ? 16 : offset }) as Parked,
  );
  const engine = {
    registry,
    log: {
      ...makeMemoryEngine().log,
      bounds: (topic: string, partition: number) => (topic === 'orders' ? bounds[partition] : undefined),
      count: (_topic: string, partition: number, from: number, to: number) => {
        const { logStartOffset = 0, highWatermark = 0 } = bounds[partition] ?? {};
        let events = 0;
        for (let at = Math.max(from, logStartOffset); at < Math.min(to, highWatermark); at += 1) events += 1 - (at % 2);
        return events;
      },
      offsetForTimestamp: (_topic: string, partition: number) => (partition === 0 ? 13 : 4) as Offset,
    },
    groups: {
      progress: () => progress,
      progressAt: () => undefined,
      parked: (_group: string, _topic: string, partition: number, { after, limit }: { after: number; limit: number }) =>
        (partition === 0 ? rows : []).filter(({ offset }) => offset > after).slice(0, limit),
      losses: () => [],
      parkedCount: () => 0,
      hasLease: () => false,
    },
  } satisfies Pick<Engine, 'registry' | 'log' | 'groups'>;
  const document = registry.get('subscriptions', 's') as Document;
  const plan = (body: unknown) => planSeek(engine, document, parseSeek(body));
  return { engine, document, plan };
}

test.each([
  [undefined, 'The body must be one of'],
  [[], 'The body must be one of'],
  [{}, 'has none of them'],
  [{ to: 'latest', timestamp: 1 }, 'has to and timestamp'],
  [{ to: 'first' }, "'to' must be"],
  [{ timestamp: -1 }, "'timestamp' must be"],
  [{ timestamp: '1' }, "'timestamp' must be"],
  [{ to: 'latest', topics: 'orders' }, "'topics' must be"],
  [{ to: 'latest', topics: [] }, "'topics' must be"],
  [{ to: 'latest', partition: 1 }, "'partition' is not a field"],
  [{ offsets: [] }, "'offsets' must be"],
  [{ offsets: { orders: { 0: 1 } } }, "'offsets' must be"],
  [{ offsets: [1] }, "'offsets.0' must be an object"],
  [{ offsets: [{ topic: 'orders', partition: 0 }] }, "'offsets.0.offset' must be"],
  [{ offsets: [{ topic: 'orders', partition: 0.5, offset: 0 }] }, "'offsets.0.partition' must be"],
  [{ offsets: [{ topic: 'orders', partition: 0, offset: 0, at: 1 }] }, "'offsets.0.at' is not a field"],
  [{ offsets: [{ topic: 'orders', partition: 0, offset: 0 }], topics: ['orders'] }, "'topics' is not a field"],
  [
    {
      offsets: [
        { topic: 'orders', partition: 0, offset: 0 },
        { topic: 'orders', partition: 0, offset: 1 },
      ],
    },
    "'offsets.1' names its partition a second time",
  ],
])('refuses %j', async (body, detail) => {
  expect(await problemOf(() => parseSeek(body))).toMatchObject({
    code: 'INVALID_REQUEST',
    message: expect.stringContaining(detail),
  });
});

test('counts events, not offsets: what comes again, and what was owed and is given up', () => {
  const { plan } = makeWorld([
    [0, 18, [12]],
    [1, 4],
  ]);
  const topic = 'orders';
  expect(plan({ to: 'earliest' })).toEqual([
    { topic, partition: 0, committedOffset: 18, newOffset: 10, replayed: 4, skipped: 0 },
    { topic, partition: 1, committedOffset: 4, newOffset: 0, replayed: 2, skipped: 0 },
  ]);
  // 18 stays ahead; 12 was in flight, 14 and 16 of 14..16 were parked.
  expect(plan({ to: 'latest' })).toMatchObject([
    { newOffset: 20, replayed: 0, skipped: 1 + 1 + 2 + 1 },
    { newOffset: 4, replayed: 0, skipped: 0 },
  ]);
  expect(plan({ timestamp: 5 })).toMatchObject([{ newOffset: 13, replayed: 2, skipped: 1 }, { newOffset: 4 }]);
  expect(plan({ offsets: [{ topic: 'orders', partition: 0, offset: 15 }] })).toMatchObject([
    { partition: 0, newOffset: 15, replayed: 1, skipped: 2 },
  ]);
});

test('where retention has passed the committed offset, it counts from the log start', () => {
  const { plan } = makeWorld([[0, 3]]);
  expect(plan({ to: 'latest', topics: ['orders'] })[0]).toMatchObject({ committedOffset: 10, skipped: 5 + 1 + 2 });
});

test('refuses what the subscription does not receive, and offsets outside the log with both bounds', async () => {
  const { plan } = makeWorld([]);
  const at = (topic: string, partition: number, offset: number) => ({ offsets: [{ topic, partition, offset }] });
  expect(await problemOf(() => plan(at('other', 0, 0)))).toMatchObject({
    code: 'UNKNOWN_TOPIC_OR_PARTITION',
    errors: [{ path: '/offsets/0/topic', message: expect.stringContaining("'other' is none of the topics") }],
  });
  expect(await problemOf(() => plan(at('orders', 2, 0)))).toMatchObject({
    code: 'UNKNOWN_TOPIC_OR_PARTITION',
    errors: [{ path: '/offsets/0/partition' }],
  });
  expect(await problemOf(() => plan({ to: 'latest', topics: ['orders', 'other'] }))).toMatchObject({
    code: 'UNKNOWN_TOPIC_OR_PARTITION',
    errors: [{ path: '/topics/1' }],
  });
  for (const offset of [9, 21]) {
    expect(await problemOf(() => plan(at('orders', 0, offset)))).toMatchObject({
      code: 'OFFSET_OUT_OF_RANGE',
      members: { logStartOffset: 10, highWatermark: 20 },
      errors: [{ path: '/offsets/0/offset', message: expect.stringMatching(/log start offset is 10.*watermark 20/) }],
    });
  }
  expect(plan(at('orders', 0, 20))).toHaveLength(1);
});

test('becomes one unit that clears what was owed and tells the partition from what it was before', async () => {
  const { engine, document, plan } = makeWorld([[1, 4]]);
  const unit = seekUnit(engine, document, plan({ offsets: [{ topic: 'orders', partition: 1, offset: 2 }] }));
  expect(unit).toMatchObject({
    expect: [
      { kind: 'version', collection: 'subscriptions', name: 's', version: 1 },
      { kind: 'incarnation', collection: 'topics', name: 'orders', incarnation: 1 },
    ],
    documents: [
      {
        renew: true,
        body: { startOffsets: { orders: { incarnation: 1, offsets: [12, 2] } }, seeks: { orders: { 1: 5 } } },
      },
    ],
    offsets: [{ ...place(1), committedOffset: 2, inFlight: [] }],
    parked: [{ kind: 'clear', ...place(1) }],
  });
});
