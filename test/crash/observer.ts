// What the crash test sees of the bus from outside: deliveries at the receiver, and the log through fetch.
import type { HttpClient } from '../harness/http.js';
import type { Answer, ReceivedRequest } from '../harness/receiver.js';
import type { Delivery, Fact, Stored } from './history.js';
import { TOPIC } from './producers.js';

const FETCH_EVENTS = 1_000;
const FAILING_SHARE = 0.05;
const CLOSING_SHARE = 0.01;
const SLOW_SHARE = 0.1;
const SLOWEST_MS = 20;

type Open = { -readonly [Field in keyof Delivery]: Delivery[Field] };

export type DeliveryLog = {
  /** The receiver's responder: notes the delivery, now and then fails it, closes the socket or takes its time. */
  readonly receive: (request: ReceivedRequest) => Promise<Answer>;
  /** Every delivery so far, answers included. */
  readonly deliveries: () => readonly Delivery[];
  readonly acknowledgedPlaces: () => ReadonlySet<string>;
};

export function makeDeliveryLog(random: () => number, wait: (ms: number) => Promise<unknown>): DeliveryLog {
  const deliveries: Open[] = [];
  const acknowledged = new Set<string>();
  let order = 0;

  const receive = async (request: ReceivedRequest): Promise<Answer> => {
    const delivery: Open = {
      kind: 'delivery',
      partition: Number(request.headers['posthorn-partition']),
      offset: Number(request.headers['posthorn-offset']),
      value: request.body.toString('utf8'),
      webhookId: String(request.headers['webhook-id']),
      arrivedOrder: order++,
      arrivedAt: request.at,
    };
    deliveries.push(delivery);
    const choice = random();
    if (choice < CLOSING_SHARE) return 'close';
    if (random() < SLOW_SHARE) await wait(random() * SLOWEST_MS);
    const status = choice < CLOSING_SHARE + FAILING_SHARE ? 503 : 200;
    // The answer is written in the same turn of the event loop as this returns: its order and time are noted here.
    delivery.answer = { status, order: order++, at: Date.now() };
    if (status === 200) acknowledged.add(`${delivery.partition}/${delivery.offset}`);
    return status;
  };
  return { receive, deliveries: () => deliveries, acknowledgedPlaces: () => acknowledged };
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
export async function readLog(client: HttpClient, partitions: number, pass: number): Promise<Fact[]> {
  const parts = Array.from({ length: partitions }, (_, partition) => readPartition(client, partition, pass));
  return (await Promise.all(parts)).flat();
}
