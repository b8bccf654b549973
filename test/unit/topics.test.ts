import { describe, expect, it } from 'vitest';
import { changeEvents } from '#posthorn/engine/changes.js';
import { makeTopics } from '#posthorn/topics/topics.js';
import { makeMemoryEngine } from './memory-engine.js';
import { problemOf } from './problem-of.js';

const NOW = 1_700_000_000_000;

function setUp() {
  const engine = makeMemoryEngine((_topic, partition) => ({
    logStartOffset: 1 as never,
    highWatermark: (10 + partition) as never,
    bytes: 100,
  }));
  const topics = makeTopics({
    engine,
    clock: { now: () => NOW },
    schemas: { latestVersion: () => 3, removal: (topic) => [{ collection: 'schemas', name: topic, body: null }] },
  });
  return { engine, topics };
}

const DEFAULTS = {
  partitions: 1,
  retentionMs: 604_800_000,
  retentionBytes: -1,
  cleanupPolicy: 'delete',
  deleteRetentionMs: 86_400_000,
  keyPath: null,
  dedupeWindowMs: 86_400_000,
  maxEventBytes: 1_048_576,
};

describe('put', () => {
  it('creates a topic with the defaults in one unit: document and logs', async () => {
    const { engine, topics } = setUp();
    const made = await topics.put('orders', {});
    expect(made).toEqual({
      topic: 'orders',
      partitions: [{ partition: 0, logStartOffset: 1, highWatermark: 10, bytes: 100 }],
      config: DEFAULTS,
      schemaVersion: 3,
    });
    expect(engine.units).toEqual([
      {
        expect: [{ kind: 'version', collection: 'topics', name: 'orders', version: 0 }],
        documents: [{ collection: 'topics', name: 'orders', body: DEFAULTS }],
        logs: [
          {
            kind: 'put',
            topic: 'orders',
            partitions: 1,
            retentionMs: 604_800_000,
            retentionBytes: -1,
            dedupeWindowMs: 86_400_000,
          },
        ],
        appends: [changeEvents(NOW, [{ kind: 'topic.created', name: 'orders', config: DEFAULTS }])],
      },
    ]);
  });

  it.each([
    ['delete', 5, 6, undefined],
    ['compact', -1, -1, { deleteRetentionMs: 7 }],
    ['compact,delete', 5, 6, { deleteRetentionMs: 7 }],
  ])('tells the logs of cleanupPolicy %s', async (cleanupPolicy, retentionMs, retentionBytes, compaction) => {
    const { engine, topics } = setUp();
    const body = { cleanupPolicy, retentionMs: 5, retentionBytes: 6, deleteRetentionMs: 7 };
    const { config } = await topics.put('orders', body);
    expect(config).toMatchObject(body);
    const [log] = engine.units[0]?.logs ?? [];
    expect(log).toMatchObject({ kind: 'put', retentionMs, retentionBytes });
    expect((log as { compaction?: object }).compaction).toEqual(compaction);
    expect(topics.lookup('orders').compacted).toBe(cleanupPolicy !== 'delete');
  });

  it('is a no-op for the same body and takes the body as the whole configuration', async () => {
    const { engine, topics } = setUp();
    await topics.put('orders', { partitions: 2, keyPath: '/id' });
    await topics.put('orders', { keyPath: '/id', partitions: 2 });
    expect(engine.units).toHaveLength(1);
    const changed = await topics.put('orders', { partitions: 4 });
    expect(changed.config).toEqual({ ...DEFAULTS, partitions: 4 });
    expect(changed.partitions.map(({ highWatermark }) => highWatermark)).toEqual([10, 11, 12, 13]);
  });

  it('only lets partitions grow', async () => {
    const { engine, topics } = setUp();
    await topics.put('orders', { partitions: 4 });
    const problem = await problemOf(() => topics.put('orders', { partitions: 3 }));
    expect(problem.code).toBe('INVALID_PARTITIONS');
    expect(problem.errors).toEqual([{ path: '/partitions', message: 'must be at least 4: partitions only grow' }]);
    expect(engine.units).toHaveLength(1);
  });

  it('judges again when another change came between', async () => {
    const { engine, topics } = setUp();
    engine.meanwhile(() =>
      engine.store({ collection: 'topics', name: 'orders', body: { ...DEFAULTS, partitions: 8 } }),
    );
    const problem = await problemOf(() => topics.put('orders', { partitions: 2 }));
    expect(problem.code).toBe('INVALID_PARTITIONS');
    engine.meanwhile(() =>
      engine.store({ collection: 'topics', name: 'orders', body: { ...DEFAULTS, partitions: 9 } }),
    );
    await topics.put('orders', { partitions: 12 });
    expect(engine.registry.get('topics', 'orders')?.version).toBe(3);
  });

  it.each([
    [{ partitions: 0 }, 'INVALID_PARTITIONS', ['/partitions']],
    [{ partitions: 1_025 }, 'INVALID_PARTITIONS', ['/partitions']],
    [{ partitions: 1.5 }, 'INVALID_PARTITIONS', ['/partitions']],
    [{ partitions: '4' }, 'INVALID_PARTITIONS', ['/partitions']],
    [{ retentionMs: -2 }, 'INVALID_CONFIG', ['/retentionMs']],
    [{ retentionBytes: 0, maxEventBytes: 0 }, 'INVALID_CONFIG', ['/retentionBytes', '/maxEventBytes']],
    [{ dedupeWindowMs: null }, 'INVALID_CONFIG', ['/dedupeWindowMs']],
    [{ keyPath: 'id' }, 'INVALID_CONFIG', ['/keyPath']],
    [{ keyPath: '/a~2' }, 'INVALID_CONFIG', ['/keyPath']],
    [{ keyPath: '' }, 'INVALID_CONFIG', ['/keyPath']],
    [{ cleanupPolicy: 'shred' }, 'INVALID_CONFIG', ['/cleanupPolicy']],
    [{ cleanupPolicy: 'delete,compact' }, 'INVALID_CONFIG', ['/cleanupPolicy']],
    [{ deleteRetentionMs: -1 }, 'INVALID_CONFIG', ['/deleteRetentionMs']],
    [{ deleteRetentionMs: 0.5 }, 'INVALID_CONFIG', ['/deleteRetentionMs']],
    [{ partitons: 4, ttl: 1 }, 'INVALID_REQUEST', ['/partitons', '/ttl']],
    [[], 'INVALID_REQUEST', []],
    [null, 'INVALID_REQUEST', []],
  ])('refuses %j with %s', async (body, code, paths) => {
    const { engine, topics } = setUp();
    const problem = await problemOf(() => topics.put('orders', body));
    expect([problem.code, problem.errors.map(({ path }) => path)]).toEqual([code, paths]);
    expect(engine.units).toEqual([]);
  });

  it('refuses bad names and those of the bus itself, and allows dead letter topics', async () => {
    const { topics } = setUp();
    expect((await problemOf(() => topics.put('a b', {}))).code).toBe('INVALID_TOPIC_EXCEPTION');
    expect((await problemOf(() => topics.put('_audit', {}))).code).toBe('TOPIC_AUTHORIZATION_FAILED');
    expect((await topics.put('billing.dlt', {})).topic).toBe('billing.dlt');
  });
});

describe('describe and list', () => {
  it('names the call that creates an unknown topic', async () => {
    const { topics } = setUp();
    const problem = await problemOf(() => topics.describe('orders'));
    expect(problem.code).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect(problem.message).toContain('PUT /v1/topics/orders');
  });

  it('pages in order of name', async () => {
    const { topics } = setUp();
    for (const name of ['c', 'a', 'b']) await topics.put(name, {});
    const first = topics.list({ limit: 2 });
    expect([first.items.map(({ topic }) => topic), first.next]).toEqual([['a', 'b'], 'b']);
    const rest = topics.list({ limit: 2, after: 'b' });
    expect([rest.items.map(({ topic }) => topic), rest.next]).toEqual([['c'], undefined]);
  });
});

describe('delete', () => {
  it('takes document, schemas and logs away in one unit', async () => {
    const { engine, topics } = setUp();
    await topics.put('orders', {});
    await topics.delete('orders');
    expect(engine.units.at(-1)).toEqual({
      expect: [{ kind: 'version', collection: 'topics', name: 'orders', version: 1 }],
      documents: [
        { collection: 'topics', name: 'orders', body: null },
        { collection: 'schemas', name: 'orders', body: null },
      ],
      logs: [{ kind: 'delete', topic: 'orders' }],
      appends: [changeEvents(NOW, [{ kind: 'topic.deleted', name: 'orders' }])],
    });
    expect((await problemOf(() => topics.delete('orders'))).code).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect((await problemOf(() => topics.delete('_audit'))).code).toBe('TOPIC_AUTHORIZATION_FAILED');
  });
});

describe('lookup', () => {
  it('answers the same object until the topic changes', async () => {
    const { topics } = setUp();
    expect((await problemOf(() => topics.lookup('orders'))).code).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    await topics.put('orders', { keyPath: '/id' });
    const view = topics.lookup('orders');
    expect(view).toEqual({
      name: 'orders',
      partitions: 1,
      compacted: false,
      keyPath: '/id',
      dedupeWindowMs: 86_400_000,
      maxEventBytes: 1_048_576,
      incarnation: 1,
    });
    expect(topics.lookup('orders')).toBe(view);
    await topics.put('orders', { partitions: 3 });
    expect(topics.lookup('orders').partitions).toBe(3);
    await topics.delete('orders');
    expect((await problemOf(() => topics.lookup('orders'))).code).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });
});
