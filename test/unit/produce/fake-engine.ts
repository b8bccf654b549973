// A producer over a topic in memory: what it commits can be looked at, what the engine answers can be chosen.
import type { AppendResult, CommitUnit, UnitResult } from '#posthorn/engine/engine.js';
import { columnAt, valueAt } from '#posthorn/model/event-batch.js';
import type { TopicName } from '#posthorn/model/names.js';
import { makeProducer, type Producer } from '#posthorn/produce/produce.js';
import type { SchemaValidator, TopicView } from '#posthorn/produce/topic-view.js';

export type StoredEvent = {
  readonly partition: number;
  readonly value: string;
  readonly key: string | null;
  readonly headers: Record<string, string> | null;
  readonly contentType: string | null;
  readonly dedupeKey: string | null;
  readonly tombstone: boolean;
  readonly unframed: boolean;
  readonly timestamp: number | null;
  readonly schemaVersion: number | null;
};

export type FakeBus = {
  readonly producer: Producer;
  readonly units: CommitUnit[];
  readonly events: () => StoredEvent[];
  readonly send: (
    contentType: string | undefined,
    body: string | Uint8Array,
    more?: Send,
  ) => ReturnType<Producer['produce']>;
  readonly sendBatch: (body: unknown, headers?: Record<string, string>) => ReturnType<Producer['produceEnvelope']>;
};

export type Send = { headers?: Record<string, string>; key?: string; partition?: number; topic?: string };

export type FakeOptions = {
  readonly topic?: Partial<TopicView>;
  readonly validator?: SchemaValidator;
  readonly answer?: (unit: CommitUnit) => UnitResult;
};

function eventsOf(unit: CommitUnit): StoredEvent[] {
  return (unit.appends ?? []).flatMap(({ partition, batch, dedupeKeys }) =>
    Array.from({ length: batch.count }, (_, index) => {
      const headers = columnAt(batch.columns.headers, index);
      return {
        partition,
        value: Buffer.from(valueAt(batch, index)).toString('utf8'),
        key: columnAt(batch.columns.key, index),
        headers: headers === null ? null : (JSON.parse(headers) as Record<string, string>),
        contentType: columnAt(batch.columns.contentType, index),
        dedupeKey: dedupeKeys?.[index] ?? null,
        tombstone: columnAt(batch.columns.tombstone, index) === 1,
        unframed: columnAt(batch.columns.unframed, index) === 1,
        timestamp: columnAt(batch.columns.timestamp, index),
        schemaVersion: columnAt(batch.columns.schemaVersion, index),
      };
    }),
  );
}

export function makeFakeBus({ topic, validator, answer }: FakeOptions = {}): FakeBus {
  const view: TopicView = {
    name: 'orders' as TopicName,
    incarnation: 1,
    partitions: 1,
    compacted: false,
    keyPath: null,
    dedupeWindowMs: 1_000,
    maxEventBytes: 1_048_576,
    ...topic,
  };
  const units: CommitUnit[] = [];
  const next = new Map<number, number>();
  const append = ({ partition, batch, dedupeKeys }: NonNullable<CommitUnit['appends']>[number]): AppendResult => {
    const baseOffset = next.get(partition) ?? 100 * partition;
    next.set(partition, baseOffset + batch.count);
    const result = { partition, baseOffset, count: batch.count };
    if (dedupeKeys === undefined) return result;
    return { ...result, events: dedupeKeys.map((_, at) => ({ partition, offset: baseOffset + at, duplicate: false })) };
  };
  const engine = {
    commitSequence: () => units.length,
    async commit(unit: CommitUnit): Promise<UnitResult> {
      units.push(unit);
      return answer?.(unit) ?? { timestamp: 7, duplicate: false, appends: (unit.appends ?? []).map(append) };
    },
  };
  const producer = makeProducer({ engine, lookupTopic: () => view, validatorFor: () => validator });
  return {
    producer,
    units,
    events: () => units.flatMap(eventsOf),
    send: (contentType, body, { headers, topic: name = 'orders', ...more } = {}) =>
      producer.produce({
        topic: name,
        body: Buffer.from(body as string),
        headers: { ...(contentType === undefined ? {} : { 'content-type': contentType }), ...headers },
        ...more,
      }),
    sendBatch: (body, headers = {}) =>
      producer.produceEnvelope({
        topic: 'orders',
        body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
        headers: { 'content-type': 'application/json', ...headers },
      }),
  };
}
