// Calls to topics on the wire: what is sent, and what the answers say.
import type { HttpClient } from '../harness/http.js';
import type { Request } from './caller.js';
import { idsIn, textOf } from './event-text.js';
import type { Partition, Position, SendCall } from './history.js';

const JSON_TYPE = { 'content-type': 'application/json' };

export const partitionOf = (topic: string, partition: number): Partition => `${topic}/${partition}`;

export function partsOf(partition: Partition): { readonly topic: string; readonly partition: number } {
  const slash = partition.lastIndexOf('/');
  return { topic: partition.slice(0, slash), partition: Number(partition.slice(slash + 1)) };
}

export type Sending = {
  readonly call: SendCall;
  /** Lines always have one. */
  readonly pinned?: number;
  /** May be repeated: it is one unit however often it is sent. */
  readonly deduped: boolean;
};

type Wire = { readonly path: string; readonly body: string; readonly headers: Record<string, string> };
type Result = { readonly partition: number; readonly offset: number; readonly duplicate: boolean };
type Range = { readonly partition: number; readonly baseOffset: number };

function wireOf({ call, pinned, deduped }: Sending): Wire {
  const { topic, unit, ids, form, key } = call;
  const query = pinned === undefined ? '' : `?partition=${pinned}`;
  const once = deduped ? { 'idempotency-key': unit } : undefined;
  const named = key === undefined ? undefined : { 'posthorn-key': key };
  const events = `/v1/topics/${topic}/events${query}`;
  switch (form) {
    case 'single':
      return { path: events, body: textOf(ids[0] ?? ''), headers: { ...JSON_TYPE, ...once, ...named } };
    case 'lines': {
      const headers = { 'content-type': 'application/x-ndjson', ...once, ...named };
      return { path: events, body: ids.map((id) => `${textOf(id)}\n`).join(''), headers };
    }
    case 'batch': {
      const fields = `${key === undefined ? '' : `,"key":"${key}"`}${pinned === undefined ? '' : `,"partition":${pinned}`}`;
      const members = ids.map((id) => `{"value":${textOf(id)}${fields}${deduped ? `,"dedupeKey":"${id}"` : ''}}`);
      return { path: `/v1/topics/${topic}/batches`, body: `{"events":[${members.join(',')}]}`, headers: JSON_TYPE };
    }
    default:
      return form satisfies never;
  }
}

export function sendRequest(client: HttpClient, sending: Sending): Request<'send'> {
  const { call } = sending;
  const { path, body, headers } = wireOf(sending);
  return {
    kind: 'send',
    call,
    send: (signal) => client.send('POST', path, body, headers, signal),
    read: (answer) => {
      const at = ({ partition, offset }: Pick<Result, 'partition' | 'offset'>) => ({
        partition: partitionOf(call.topic, partition),
        offset,
      });
      if (call.form === 'lines') {
        const { accepted, ranges } = answer.json<{ accepted: number; ranges: readonly Range[] }>();
        const placed = ranges.map(({ partition, baseOffset }) => at({ partition, offset: baseOffset }));
        return { placed, duplicate: accepted === 0 };
      }
      const results =
        call.form === 'single' ? [answer.json<Result>()] : answer.json<{ results: readonly Result[] }>().results;
      if (results.length !== call.ids.length)
        throw new Error(`${results.length} results for ${call.ids.length} events`);
      return { placed: results.map(at), duplicate: results.every(({ duplicate }) => duplicate) };
    },
  };
}

type FetchedEvent = { readonly offset: number; readonly value?: unknown };
type Fetched = {
  readonly logStartOffset: number;
  readonly highWatermark: number;
  readonly nextOffset: number;
  readonly events: readonly FetchedEvent[];
};

/** `offset` undefined: from the log start. */
export function fetchRequest(
  client: HttpClient,
  partition: Partition,
  offset: number | undefined,
  maxEvents: number,
): Request<'fetch'> {
  const parts = partsOf(partition);
  const from = offset === undefined ? 'from=earliest' : `offset=${offset}`;
  const path = `/v1/topics/${parts.topic}/partitions/${parts.partition}/events?${from}&maxEvents=${maxEvents}`;
  return {
    kind: 'fetch',
    call: { partition, ...(offset === undefined ? {} : { offset }) },
    send: (signal) => client.send('GET', path, undefined, {}, signal),
    read: (answer) => {
      const { logStartOffset, highWatermark, nextOffset, events } = answer.json<Fetched>();
      const ids = idsIn(answer.text, events);
      const seen = events.map((event, index) => [event.offset, ids[index] ?? ''] as const);
      return { logStartOffset, highWatermark, nextOffset, events: seen };
    },
  };
}

export function trimRequest(client: HttpClient, { partition, offset }: Position): Request<'trim'> {
  const parts = partsOf(partition);
  const body = JSON.stringify({ offsets: [{ partition: parts.partition, offset }] });
  return {
    kind: 'trim',
    call: { offsets: [{ partition, offset }] },
    send: (signal) => client.send('POST', `/v1/topics/${parts.topic}/trim`, body, JSON_TYPE, signal),
    read: () => ({}),
  };
}

export type TopicSettings = { readonly partitions: number; readonly cleanupPolicy: 'delete' | 'compact' };

/** Creates the topic, or adds partitions. */
export function growRequest(client: HttpClient, topic: string, settings: TopicSettings): Request<'grow'> {
  return {
    kind: 'grow',
    call: { topic, partitions: settings.partitions },
    send: (signal) => client.send('PUT', `/v1/topics/${topic}`, JSON.stringify(settings), JSON_TYPE, signal),
    read: () => ({}),
  };
}
