// What the crash test sees of the bus from outside: deliveries at the receiver, and the log through fetch.
import type { HttpClient } from '../harness/http.js';
import type { Answer, ReceivedRequest } from '../harness/receiver.js';
import type { Delivery, Place, Stored } from './history.js';
import { TOPIC } from './producers.js';

const FETCH_EVENTS = 1_000;
const CLOSING_SHARE = 0.01;
const FAILING_SHARE = 0.05;
const SLOW_SHARE = 0.1;
const SLOWEST_MS = 20;
/** Of the events. Longer than any commit takes: what has hung at a kill for long was written down long before it. */
const HANGING_SHARE = 0.002;
const HANGING_MS = 1_500;

type Open = { -readonly [Field in keyof Delivery]: Delivery[Field] };

export type DeliveryLog = {
  /** The receiver's responder: notes the delivery, now and then fails it, closes the socket or takes its time. */
  readonly receive: (request: ReceivedRequest) => Promise<Answer>;
  /** The server was killed: nobody waits any more for the answers that are open. @returns the place of that in the order */
  readonly killed: () => number;
  /** Every delivery so far, answers included. */
  readonly deliveries: () => readonly Delivery[];
  /** How many events the subscription's receiver has acknowledged, each counted once. */
  readonly acknowledgedCount: (subscription: string) => number;
  readonly isAcknowledged: (subscription: string, place: Place) => boolean;
};

/** What one request says of itself. A batch is a value a line, and names its last offset and how many they are. */
export function readDelivery({ headers, body, at }: ReceivedRequest, arrivedOrder: number): Delivery {
  const text = body.toString('utf8');
  const offset = Number(headers['posthorn-offset']);
  const isBatch = headers['posthorn-count'] !== undefined;
  const lines = text.endsWith('\n') ? text.slice(0, -1).split('\n') : text.split('\n');
  return {
    kind: 'delivery',
    subscription: String(headers['posthorn-subscription']),
    partition: Number(headers['posthorn-partition']),
    offset,
    lastOffset: isBatch ? Number(headers['posthorn-last-offset']) : offset,
    previousOffset: Number(headers['posthorn-previous-offset']),
    count: isBatch ? Number(headers['posthorn-count']) : 1,
    values: isBatch ? lines : [text],
    webhookId: String(headers['webhook-id']),
    arrivedOrder,
    arrivedAt: at,
  };
}

export function makeDeliveryLog(random: () => number, wait: (ms: number) => Promise<unknown>): DeliveryLog {
  const deliveries: Open[] = [];
  const acknowledged = new Map<string, Set<string>>();
  let order = 0;
  let kills = 0;

  const acknowledge = ({ subscription, partition, offset, lastOffset }: Delivery) => {
    const places = acknowledged.get(subscription) ?? new Set();
    acknowledged.set(subscription, places);
    for (let at = offset; at <= lastOffset; at += 1) places.add(`${partition}/${at}`);
  };

  const receive = async (request: ReceivedRequest): Promise<Answer> => {
    const delivery: Open = readDelivery(request, order++);
    deliveries.push(delivery);
    const lifeOfSender = kills;
    const choice = random();
    if (choice < CLOSING_SHARE) return 'close';
    if (random() < SLOW_SHARE) await wait(random() * SLOWEST_MS);
    else if (random() < HANGING_SHARE * delivery.count) await wait(HANGING_MS);
    if (kills > lifeOfSender) return 'close';
    const status = choice < CLOSING_SHARE + FAILING_SHARE ? 503 : 200;
    // The answer is written in the same turn of the event loop as this returns: its order and time are noted here.
    delivery.answer = { status, order: order++, at: Date.now() };
    if (status === 200) acknowledge(delivery);
    return status;
  };

  return {
    receive,
    killed: () => {
      kills += 1;
      return order++;
    },
    deliveries: () => deliveries,
    acknowledgedCount: (subscription) => acknowledged.get(subscription)?.size ?? 0,
    isAcknowledged: (subscription, { partition, offset }) =>
      acknowledged.get(subscription)?.has(`${partition}/${offset}`) === true,
  };
}

type Fetched = {
  readonly nextOffset: number;
  readonly highWatermark: number;
};

/** The values' own text: cut out of the answer, since a parsed number may no longer be what it was. */
function valuesOf(line: string): { readonly offset: number; readonly value: string } {
  const { offset } = JSON.parse(line) as { offset: number };
  const start = line.indexOf('"value":') + '"value":'.length;
  return { offset, value: line.slice(start, line.lastIndexOf('}')) };
}

async function readPartition(client: HttpClient, partition: number, pass: number): Promise<Stored[]> {
  const stored: Stored[] = [];
  const path = `/v1/topics/${TOPIC}/partitions/${partition}/events`;
  let from = 'from=earliest';
  for (;;) {
    const bounds = await client.get(`${path}?${from}&maxEvents=${FETCH_EVENTS}`);
    if (bounds.status !== 200) throw new Error(`Fetch was refused: ${bounds.status} ${bounds.text}`);
    const { nextOffset, highWatermark } = bounds.json<Fetched>();
    const lines = await client.get(`${path}?${from}&maxEvents=${FETCH_EVENTS}`, { accept: 'application/x-ndjson' });
    for (const line of lines.text.split('\n')) {
      if (line !== '') stored.push({ kind: 'stored', pass, partition, ...valuesOf(line) });
    }
    from = `offset=${nextOffset}`;
    if (nextOffset >= highWatermark) return stored;
  }
}

/** Every event of every partition. */
export async function readLog(client: HttpClient, partitions: number, pass: number): Promise<readonly Stored[]> {
  const parts = Array.from({ length: partitions }, (_, partition) => readPartition(client, partition, pass));
  return (await Promise.all(parts)).flat();
}
