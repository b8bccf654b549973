// `deliver()`, when every attempt has failed: the events go to the topic `<subscription>.dlt` as they are, with
// headers that say where they come from and why.
import type { LogSlice } from '../engine/engine.js';
import { columnAt, type EventBatch, valueAt } from '../model/event-batch.js';
import { pack } from '../model/values.js';

export type DeadLetterFacts = {
  readonly subscription: string;
  readonly topic: string;
  readonly partition: number;
  readonly attempts: number;
  readonly status: number | null;
  readonly why: string;
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
    ...(own === null ? {} : (JSON.parse(own) as Record<string, string>)),
    'dead-letter-subscription': facts.subscription,
    'dead-letter-topic': facts.topic,
    'dead-letter-partition': String(facts.partition),
    'dead-letter-offset': String(origin.offset),
    'dead-letter-timestamp': String(origin.timestamp),
    'dead-letter-attempts': String(facts.attempts),
    'dead-letter-reason': facts.why,
    ...(facts.status === null ? {} : { 'dead-letter-status': String(facts.status) }),
  });
}
