// One event of a dead letter topic, read: where it comes from and why it is there. An event that somebody else has put into the
// topic is no dead letter. Written by engine/dead-letter.ts, also by older versions of it.
import type { LogSlice } from '../../engine/engine.js';
import { columnAt } from '../../model/event-batch.js';
import { BATCH_MAX_EVENTS } from '../../model/limits.js';

export type Letter = {
  /** In the dead letter topic. */
  readonly offset: number;
  /** When it became one, ms since the epoch. */
  readonly at: number;
  readonly key: string | null;
  readonly origin: {
    readonly topic: string;
    readonly partition: number;
    readonly offset: number;
    readonly timestamp: number;
  };
  readonly attempts: number;
  readonly status: number | null;
  readonly reason: string;
  readonly error: string | null;
  readonly replay: string | null;
  /** Of the delivery that failed; null: an older version did not write it. */
  readonly webhookId: string | null;
  /** How many events that delivery had. */
  readonly events: number;
  /** JSON text of its own headers; null: it has none. */
  readonly headers: string | null;
};

const PREFIX = 'dead-letter-';

/** Undefined: it is none. */
export function readLetter({ batch, baseOffset, timestamp }: LogSlice, index: number): Letter | undefined {
  const json = columnAt(batch.columns.headers, index);
  if (json?.includes(PREFIX) !== true) return undefined;
  const all = JSON.parse(json) as Readonly<Record<string, string>>;
  const topic = all['dead-letter-topic'];
  const place = [all['dead-letter-partition'], all['dead-letter-offset']].map(Number);
  const [partition, offset] = place as [number, number];
  if (topic === undefined || !place.every(Number.isSafeInteger)) return undefined;
  const own = Object.entries(all).filter(([name]) => !name.startsWith(PREFIX));
  const status = Number(all['dead-letter-status'] ?? Number.NaN);
  return {
    offset: baseOffset + index,
    at: columnAt(batch.columns.timestamp, index) ?? timestamp,
    key: columnAt(batch.columns.key, index),
    origin: { topic, partition, offset, timestamp: Number(all['dead-letter-timestamp'] ?? 0) },
    attempts: Number(all['dead-letter-attempts'] ?? 0),
    status: Number.isNaN(status) ? null : status,
    reason: all['dead-letter-reason'] ?? '',
    error: all['dead-letter-error'] ?? null,
    replay: all['dead-letter-replay'] ?? null,
    webhookId: all['dead-letter-webhook-id'] ?? null,
    events: eventsOf(all['dead-letter-events']),
    headers: own.length === 0 ? null : JSON.stringify(Object.fromEntries(own)),
  };
}

/** Of the delivery that failed; an older version left a header of the event's own there. */
function eventsOf(header: string | undefined): number {
  const events = Number(header);
  return Number.isInteger(events) && events >= 1 && events <= BATCH_MAX_EVENTS ? events : 1;
}
