// `deliver()`, steps read and sign: one request, made of a lane's entry and the bytes it stands for.
import type { LogSlice } from '../engine/engine.js';
import type { Clock } from '../model/clock.js';
import { columnAt, valueAt } from '../model/event-batch.js';
import { batchBody } from './batch-body.js';
import { type Entry, isBatch } from './entry.js';
import {
  type HeaderList,
  hasHeader,
  headerValue,
  keyHeaderValue,
  makeEventHeaders,
  makeTraceparents,
} from './headers.js';
import type { Lane } from './lane.js';
import { eventsIn, sliceOf } from './lane-event.js';
import { makeSigner, messageId, messageIdPrefix } from './signing.js';
import type { SubscriptionRecord } from './subscription-config.js';

export type Delivery = { readonly headers: HeaderList; readonly body: Uint8Array };

export type DeliveryMaker = (lane: Lane, entry: Entry, slices: readonly LogSlice[]) => Delivery;

type LaneParts = { readonly idPrefix: string; readonly constant: readonly string[] };

/** @param name the subscription's. What is the same for all deliveries of a lane is made once. */
export function makeDeliveryMaker(
  name: string,
  record: SubscriptionRecord,
  clock: Pick<Clock, 'now' | 'bytes'>,
): DeliveryMaker {
  const sign = makeSigner(record.secrets);
  const traceparent = makeTraceparents(clock);
  const eventHeaders = makeEventHeaders();
  const lanes = new WeakMap<Lane, LaneParts>();
  const common = Object.entries(record.endpoint.headers).flatMap(([key, value]) => [key.toLowerCase(), value]);
  if (!hasHeader(common, 'user-agent')) common.push('user-agent', 'Posthorn');

  const partsOf = (lane: Lane): LaneParts => {
    const known = lanes.get(lane);
    if (known !== undefined) return known;
    const { topic, partition, topicIncarnation } = lane;
    const replay = lane.course.replay?.record.id ?? null;
    const idPrefix = messageIdPrefix({ subscriptionId: record.id, topic, topicIncarnation, partition, replay });
    const place = ['posthorn-subscription', name, 'posthorn-topic', topic, 'posthorn-partition', String(partition)];
    if (replay !== null) place.push('posthorn-replay', replay);
    const parts = { idPrefix, constant: [...common, ...place] };
    lanes.set(lane, parts);
    return parts;
  };

  return (lane, entry, slices) => {
    const { idPrefix, constant } = partsOf(lane);
    const headers = constant.slice();
    const body = isBatch(entry) ? batch(headers, entry, slices) : event(headers, entry, slices, eventHeaders);
    const id = messageId(idPrefix, entry.offset, entry.lastOffset);
    const timestamp = String(Math.floor(clock.now() / 1_000));
    const offset = firstOffset(entry, slices);
    headers.push(
      'webhook-id',
      id,
      'webhook-timestamp',
      timestamp,
      'webhook-signature',
      sign(id, timestamp, body),
      'posthorn-offset',
      String(offset),
      'posthorn-previous-offset',
      String(entry.previous ?? offset - 1),
      'posthorn-attempt',
      String(entry.attempts + entry.probes + 1),
    );
    if (!hasHeader(headers, 'traceparent')) headers.push('traceparent', traceparent());
    return { headers, body };
  };
}

/** Behind `entry.offset` where retention or compaction has cut the batch; `previous` shows the receiver what was lost of it. */
function firstOffset({ offset }: Entry, [first]: readonly LogSlice[]): number {
  return first === undefined ? offset : Math.max(offset, first.baseOffset + first.first);
}

function event(
  headers: HeaderList,
  entry: Entry,
  slices: readonly LogSlice[],
  eventHeaders: ReturnType<typeof makeEventHeaders>,
): Uint8Array {
  const slice = sliceOf(slices, entry.offset);
  if (slice === undefined) throw new RangeError(`offset ${entry.offset} is not in what was read`);
  const index = entry.offset - slice.baseOffset;
  const { columns } = slice.batch;
  const key = columnAt(columns.key, index);
  const timestamp = columnAt(columns.timestamp, index) ?? slice.timestamp;
  const own = eventHeaders(columnAt(columns.headers, index));
  for (let at = 0; at < own.list.length; at += 2) {
    // What the endpoint's configuration sets (its credentials) no event can replace or repeat.
    const header = own.list[at] as string;
    if (!hasHeader(headers, header)) headers.push(header, own.list[at + 1] as string);
  }
  if (own.traceparent !== null) headers.push('traceparent', own.traceparent);
  headers.push('content-type', headerValue(columnAt(columns.contentType, index) ?? 'application/json'));
  headers.push('posthorn-timestamp', String(timestamp));
  if (key !== null) headers.push('posthorn-key', keyHeaderValue(key));
  if (columnAt(columns.tombstone, index) === 1) headers.push('posthorn-tombstone', 'true');
  return valueAt(slice.batch, index);
}

function batch(headers: HeaderList, entry: Entry, slices: readonly LogSlice[]): Uint8Array {
  const first = slices[0];
  if (first === undefined) throw new RangeError(`offset ${entry.offset} is not in what was read`);
  const index = Math.max(first.first, entry.offset - first.baseOffset);
  const timestamp = columnAt(first.batch.columns.timestamp, index) ?? first.timestamp;
  const count = eventsIn(slices, entry.offset, entry.lastOffset);
  headers.push('content-type', 'application/x-ndjson', 'posthorn-timestamp', String(timestamp));
  headers.push('posthorn-last-offset', String(entry.lastOffset), 'posthorn-count', String(count));
  return batchBody(slices, entry.offset, entry.lastOffset);
}
