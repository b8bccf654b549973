// `deliver()`, steps read and sign: one request, made of a lane's entry and the bytes it stands for.
import type { LogSlice } from '../engine/engine.js';
import { runsText } from '../engine/runs.js';
import type { Clock } from '../model/clock.js';
import { columnAt } from '../model/event-batch.js';
import { type Entry, isBatch } from './entry.js';
import { type Form, formOf } from './format/form.js';
import { makeBusHeaderChoice, makeHeaderName } from './format/header-choice.js';
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
import { makeAtOrigin } from './redrive/origin.js';
import type { Box } from './sealed.js';
import { openSecrets } from './signing/live-secrets.js';
import { makeSigner, messageId, messageIdPrefix } from './signing.js';
import type { SubscriptionRecord } from './subscription-config.js';

/** What is sent. */
export type Message = { readonly headers: HeaderList; readonly body: Uint8Array };

export type Delivery = Message & {
  /** Its webhook-id. */
  readonly id: string;
  /** What it says that it is. */
  readonly lane: Pick<Lane, 'topic' | 'partition'>;
  readonly entry: Pick<Entry, 'offset' | 'lastOffset'>;
};

export type DeliveryMaker = (lane: Lane, entry: Entry, slices: readonly LogSlice[]) => Delivery;

type LaneParts = { readonly idPrefix: string; readonly constant: readonly string[] };

/**
 * @param name the subscription's. What is the same for all deliveries of a lane is made once.
 * @throws SECRET_UNREADABLE
 */
export function makeDeliveryMaker(
  name: string,
  record: SubscriptionRecord,
  clock: Pick<Clock, 'now' | 'bytes'>,
  box: Box,
): DeliveryMaker {
  const sign = makeSigner(openSecrets(record, box, clock.now()), clock);
  const traceparent = makeTraceparents(clock);
  const form = formOf(record.format ?? 'raw');
  const eventHeaders = makeEventHeaders(makeHeaderName(record.eventHeaders, form.hasAttributes));
  const chosen = makeBusHeaderChoice(record.busHeaders);
  const lanes = new WeakMap<Lane, LaneParts>();
  const common = Object.entries(record.endpoint.headers).flatMap(([key, value]) => [key.toLowerCase(), value]);
  const { origin } = record.verification ?? {};
  if (origin !== undefined) common.push('webhook-request-origin', origin);
  if (!hasHeader(common, 'user-agent')) common.push('user-agent', 'Posthorn');

  const partsOf = (lane: Lane): LaneParts => {
    const known = lanes.get(lane);
    if (known !== undefined) return known;
    const { topic, partition, topicIncarnation } = lane;
    const { headers, idReplay: replay } = lane.course;
    const idPrefix = messageIdPrefix({ subscriptionId: record.id, topic, topicIncarnation, partition, replay });
    const place = ['posthorn-subscription', name, 'posthorn-topic', topic, 'posthorn-partition', String(partition)];
    const parts = { idPrefix, constant: [...common, ...place, ...headers] };
    lanes.set(lane, parts);
    return parts;
  };

  const make = (lane: Lane, entry: Entry, slices: readonly LogSlice[], knownId: string | null): Delivery => {
    const { idPrefix, constant } = partsOf(lane);
    const headers = constant.slice();
    const body = isBatch(entry)
      ? batch(headers, lane, entry, slices, form)
      : event(headers, lane, entry, slices, form, eventHeaders);
    const id = knownId ?? messageId(idPrefix, entry.offset, entry.lastOffset);
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
      'posthorn-attempt',
      String(entry.attempts + entry.probes + 1),
    );
    // What comes before it in a redrive or a resend says nothing of the partition.
    if (!lane.course.byHand) headers.push('posthorn-previous-offset', String(entry.previous ?? offset - 1));
    if (!hasHeader(headers, 'traceparent')) headers.push('traceparent', traceparent());
    return { id, headers: chosen === undefined ? headers : chosen(headers), body, lane, entry };
  };
  const atOrigin = makeAtOrigin();
  return (lane, entry, slices) => {
    const { redrive, idKnown } = lane.course;
    if (redrive === null) return make(lane, entry, slices, idKnown);
    const at = atOrigin(lane, entry, slices);
    return make(at.lane, at.entry, at.slices, at.webhookId);
  };
}

/** Behind `entry.offset` where retention or compaction has cut the batch; `previous` shows the receiver what was lost of it. */
function firstOffset({ offset }: Entry, [first]: readonly LogSlice[]): number {
  return first === undefined ? offset : Math.max(offset, first.baseOffset + first.first);
}

function event(
  headers: HeaderList,
  lane: Lane,
  entry: Entry,
  slices: readonly LogSlice[],
  form: Form,
  eventHeaders: ReturnType<typeof makeEventHeaders>,
): Uint8Array {
  const slice = sliceOf(slices, entry.offset);
  if (slice === undefined) throw new RangeError(`offset ${entry.offset} is not in what was read`);
  const index = entry.offset - slice.baseOffset;
  const { columns } = slice.batch;
  const key = columnAt(columns.key, index);
  const timestamp = columnAt(columns.timestamp, index) ?? slice.timestamp;
  const own = eventHeaders(columnAt(columns.headers, index));
  const { contentType, body, headers: more } = form.one(lane, slice, index);
  if (more !== undefined) pushUnlessSet(headers, more);
  pushUnlessSet(headers, own.list);
  if (own.traceparent !== null) headers.push('traceparent', own.traceparent);
  if (contentType !== undefined) headers.push('content-type', headerValue(contentType));
  headers.push('posthorn-timestamp', String(timestamp));
  if (key !== null) headers.push('posthorn-key', keyHeaderValue(key));
  if (columnAt(columns.tombstone, index) === 1) headers.push('posthorn-tombstone', 'true');
  if (form.alwaysBatch) headers.push('posthorn-last-offset', String(entry.offset), 'posthorn-count', '1');
  return body;
}

/** What the endpoint's configuration sets (its credentials) no event can replace or repeat. */
function pushUnlessSet(headers: HeaderList, list: readonly string[]): void {
  for (let at = 0; at < list.length; at += 2) {
    const header = list[at] as string;
    if (!hasHeader(headers, header)) headers.push(header, list[at + 1] as string);
  }
}

function batch(headers: HeaderList, lane: Lane, entry: Entry, slices: readonly LogSlice[], form: Form): Uint8Array {
  const first = slices[0];
  if (first === undefined) throw new RangeError(`offset ${entry.offset} is not in what was read`);
  const index = Math.max(first.first, entry.offset - first.baseOffset);
  const timestamp = columnAt(first.batch.columns.timestamp, index) ?? first.timestamp;
  const count = eventsIn(slices, entry.offset, entry.lastOffset);
  const { contentType, body } = form.many(lane, slices, entry.offset, entry.lastOffset);
  headers.push('content-type', contentType ?? 'application/octet-stream', 'posthorn-timestamp', String(timestamp));
  headers.push('posthorn-last-offset', String(entry.lastOffset), 'posthorn-count', String(count));
  if (entry.runs !== null) headers.push('posthorn-offsets', runsText(slices));
  return body;
}
