// Who receives the crash test's events: one subscription for each ordering, all at the same endpoint.
import type { HttpClient } from '../harness/http.js';
import type { Subscribed } from './history.js';
import { TOPIC } from './producers.js';

const RETRY_SCHEDULE_MS = Array.from({ length: 40 }, (_, index) => Math.min(20 * 2 ** index, 500));
/** Far above the receiver's slowest answer: a delivery that timed out would be sent again although it was answered. */
const ENDPOINT_TIMEOUT_MS = 15_000;
/** Batches of every size: what a few commits bring together, and full ones where something is waiting. */
const LINGER_MS = 5;

export const SUBSCRIPTIONS: readonly Subscribed[] = [
  { kind: 'subscribed', subscription: 'by-key', ordering: 'key', maxEvents: 1 },
  { kind: 'subscribed', subscription: 'by-partition', ordering: 'partition', maxEvents: 1 },
  { kind: 'subscribed', subscription: 'unordered', ordering: 'none', maxEvents: 10 },
];

async function put(client: HttpClient, path: string, body: unknown): Promise<void> {
  const answer = await client.put(path, body);
  if (answer.status >= 300) throw new Error(`PUT ${path}: ${answer.status} ${answer.text}`);
}

/** The topic first, then everything that follows it from its beginning. */
export async function subscribe(client: HttpClient, receiverUrl: string, partitions: number): Promise<void> {
  await put(client, `/v1/topics/${TOPIC}`, { partitions });
  for (const { subscription, ordering, maxEvents } of SUBSCRIPTIONS) {
    await put(client, `/v1/subscriptions/${subscription}`, {
      topics: [TOPIC],
      endpoint: { url: `${receiverUrl}/hook`, timeoutMs: ENDPOINT_TIMEOUT_MS },
      start: 'earliest',
      ordering,
      ...(maxEvents > 1 ? { batch: { maxEvents, lingerMs: LINGER_MS } } : {}),
      retry: { scheduleMs: RETRY_SCHEDULE_MS },
    });
  }
}
