// When every attempt has failed, of push or of the workers of a shared group: the events go to the topic `<name>.dlt` as
// they are, with headers that say where they come from and why. The topic is made with its first event.

import { columnAt, type EventBatch, valueAt } from '../model/event-batch.js';
import type { PartitionIndex, TopicName } from '../model/names.js';
import { pack } from '../model/values.js';
import type { Append, CommitUnit, Document, Expectation, LogChange, LogSlice } from './engine.js';

/** How a dead letter topic is made: the document of a topic with defaults, and the engine's share of it. */
export type DeadLetterTopic = {
  readonly document: unknown;
  readonly log: Omit<Extract<LogChange, { kind: 'put' }>, 'kind' | 'topic' | 'ifAbsent'>;
};

export type DeadLetterFacts = {
  /** Who gave up. */
  readonly owner: 'subscription' | 'group';
  readonly name: string;
  readonly topic: string;
  readonly partition: number;
  readonly attempts: number;
  readonly status: number | null;
  readonly why: string;
  /** What was seen last, a short text. */
  readonly error?: string;
  /** What failed, where it was pushed: all its events have the one id. */
  readonly delivery?: { readonly webhookId: string; readonly events: number };
  /** The replay that it was part of; absent in the live flow. */
  readonly replay?: string;
};

/** The events `offset..lastOffset` of `slices`. Their times become a header: retention counts from the append. */
export function deadLetterBatch(
  slices: readonly LogSlice[],
  offset: number,
  lastOffset: number,
  facts: DeadLetterFacts,
): EventBatch {
  const values: Uint8Array[] = [];
  const key: (string | null)[] = [];
  const headers: string[] = [];
  const contentType: (string | null)[] = [];
  const tombstone: (number | null)[] = [];
  const unframed: (number | null)[] = [];
  for (const { batch, baseOffset, timestamp, first, last } of slices) {
    for (let index = first; index <= last; index += 1) {
      const at = baseOffset + index;
      if (at < offset || at > lastOffset) continue;
      const { columns } = batch;
      values.push(valueAt(batch, index));
      key.push(columnAt(columns.key, index));
      contentType.push(columnAt(columns.contentType, index));
      tombstone.push(columnAt(columns.tombstone, index));
      unframed.push(columnAt(columns.unframed, index));
      const origin = { offset: at, timestamp: columnAt(columns.timestamp, index) ?? timestamp };
      headers.push(deadLetterHeaders(columnAt(columns.headers, index), origin, facts));
    }
  }
  return {
    count: values.length,
    ...pack(values),
    columns: {
      headers,
      ...(key.some((one) => one !== null) ? { key } : {}),
      ...(contentType.some((one) => one !== null) ? { contentType } : {}),
      ...(tombstone.some((one) => one !== null) ? { tombstone } : {}),
      ...(unframed.some((one) => one !== null) ? { unframed } : {}),
    },
  };
}

function deadLetterHeaders(
  own: string | null,
  origin: { readonly offset: number; readonly timestamp: number },
  facts: DeadLetterFacts,
): string {
  return JSON.stringify({
    ...(own === null ? {} : withoutLetterHeaders(JSON.parse(own) as Record<string, string>)),
    [`dead-letter-${facts.owner}`]: facts.name,
    'dead-letter-topic': facts.topic,
    'dead-letter-partition': String(facts.partition),
    'dead-letter-offset': String(origin.offset),
    'dead-letter-timestamp': String(origin.timestamp),
    'dead-letter-attempts': String(facts.attempts),
    'dead-letter-reason': facts.why,
    ...(facts.error === undefined ? {} : { 'dead-letter-error': facts.error }),
    ...(facts.delivery === undefined ? {} : deliveryHeaders(facts.delivery)),
    ...(facts.status === null ? {} : { 'dead-letter-status': String(facts.status) }),
    ...(facts.replay === undefined ? {} : { 'dead-letter-replay': facts.replay }),
  });
}

/** What says where a dead letter comes from is the bus's: of an event that had such headers already, none stays. */
function withoutLetterHeaders(own: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(own).filter(([name]) => !name.startsWith('dead-letter-')));
}

function deliveryHeaders({ webhookId, events }: NonNullable<DeadLetterFacts['delivery']>): Record<string, string> {
  const many = events === 1 ? {} : { 'dead-letter-events': String(events) };
  return { 'dead-letter-webhook-id': webhookId, ...many };
}

/** The appends of `batches` to the dead letter topic `target`; `existing`: its document, where there is one. */
export function deadLetterParts(
  target: TopicName,
  existing: Document | undefined,
  made: DeadLetterTopic,
  batches: readonly EventBatch[],
): Pick<CommitUnit, 'documents' | 'logs' | 'appends'> & { readonly expect: Expectation } {
  const appends: Append[] = batches.map((batch) => ({ topic: target, partition: 0 as PartitionIndex, batch }));
  if (existing !== undefined) {
    const { incarnation } = existing;
    return { appends, expect: { kind: 'incarnation', collection: 'topics', name: target, incarnation } };
  }
  return {
    appends,
    documents: [{ collection: 'topics', name: target, body: made.document }],
    logs: [{ kind: 'put', topic: target, ...made.log, ifAbsent: true }],
    expect: { kind: 'version', collection: 'topics', name: target, version: 0 },
  };
}
