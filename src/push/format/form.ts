// `deliver()`, step read: the body of a request in each format, and what a batch of it may hold.
import type { LogSlice } from '../../engine/engine.js';
import { columnAt, type EventBatch, valueAt } from '../../model/event-batch.js';
import { oneLine } from '../../model/values.js';
import { batchBody } from '../batch-body.js';
import { standsAlone } from '../lane-event.js';
import { attributeHeader, attributesOf, dataOf, jsonEvent, type Place } from './cloud-event.js';
import type { Format } from './format-config.js';

/** `headers`: names and values in turn. */
export type Content = {
  readonly contentType: string | undefined;
  readonly body: Uint8Array;
  readonly headers?: readonly string[];
};

export type Form = {
  /** It can't be in one request with others. */
  standsAlone(batch: EventBatch, index: number): boolean;
  /** Bytes that the event adds to a body, with what separates it from the next; absent: its value's and one. */
  readonly sizeAt?: (place: Place, slice: LogSlice, index: number) => number;
  /** One event by itself. */
  one(place: Place, slice: LogSlice, index: number): Content;
  /** The events `offset..lastOffset` of `slices`. A batch that another format has formed may come in a form that can hold it. */
  many(place: Place, slices: readonly LogSlice[], offset: number, lastOffset: number): Content;
  /** Bytes of a body beside what its events add. */
  readonly overhead: number;
  /** One event is sent as a batch of one. */
  readonly alwaysBatch: boolean;
  /** The CloudEvents attributes are in the content: the headers that they are stored as are not sent. */
  readonly hasAttributes: boolean;
};

const NDJSON = 'application/x-ndjson';
const JSON_TYPE = 'application/json';
const STRUCTURED = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';
const LINE_END = Uint8Array.of(0x0a);
const [OPEN, COMMA, CLOSE] = [Buffer.from('['), Buffer.from(','), Buffer.from(']')];
const NEVER = (): boolean => false;

export function formOf(format: Format): Form {
  switch (format) {
    case 'raw':
      return RAW;
    case 'ndjson':
      return { ...RAW, alwaysBatch: true, one: (_place, slice, index) => lone(slice, index) ?? line(slice, index) };
    case 'json-array':
      return {
        ...RAW,
        ...{ alwaysBatch: true, overhead: 1 },
        one: (_place, slice, index) => lone(slice, index) ?? listed([[valueAt(slice.batch, index)]], JSON_TYPE),
        many: (...given) => mixed(...given) ?? listed(valuesIn(...given), JSON_TYPE),
      };
    case 'cloudevents-binary':
      return { ...LONE, one: binaryEvent };
    case 'cloudevents-structured':
      return { ...LONE, one: structuredEvent };
    case 'cloudevents-batch':
      return {
        ...{ standsAlone: NEVER, alwaysBatch: true, hasAttributes: true, overhead: 1 },
        sizeAt: (place, slice, index) => lengthOf(jsonEvent(place, slice, index)) + 1,
        one: (place, slice, index) => listed([jsonEvent(place, slice, index)], BATCH),
        many: eventBatch,
      };
    default:
      return format satisfies never;
  }
}

const LONE = {
  ...{ standsAlone: () => true, alwaysBatch: false, hasAttributes: true, overhead: 0 },
  many: eventBatch,
} satisfies Partial<Form>;

const RAW: Form = {
  standsAlone,
  ...{ alwaysBatch: false, hasAttributes: false, overhead: 0 },
  one: (_place, { batch }, index) => asProduced(batch, index),
  many: (place, slices, offset, lastOffset) =>
    mixed(place, slices, offset, lastOffset) ?? { contentType: NDJSON, body: batchBody(slices, offset, lastOffset) },
};

/** Values that can't be one among others are together in a batch only where it was formed as CloudEvents. */
function mixed(place: Place, slices: readonly LogSlice[], offset: number, lastOffset: number): Content | undefined {
  const plain = slices.every(
    ({ batch: { columns } }) => columns.tombstone === undefined && columns.unframed === undefined,
  );
  if (plain) return undefined;
  for (const [{ batch }, index] of indexesIn(slices, offset, lastOffset)) {
    if (standsAlone(batch, index)) return eventBatch(place, slices, offset, lastOffset);
  }
  return undefined;
}

function eventBatch(place: Place, slices: readonly LogSlice[], offset: number, lastOffset: number): Content {
  return listed(eventsIn(place, slices, offset, lastOffset), BATCH);
}

function asProduced(batch: EventBatch, index: number): Content {
  return { contentType: columnAt(batch.columns.contentType, index) ?? JSON_TYPE, body: valueAt(batch, index) };
}

/** What can't be a value among others goes out as it was produced, in these formats too. */
function lone({ batch }: LogSlice, index: number): Content | undefined {
  return standsAlone(batch, index) ? asProduced(batch, index) : undefined;
}

function line({ batch }: LogSlice, index: number): Content {
  return { contentType: NDJSON, body: Buffer.concat([oneLine(valueAt(batch, index)), LINE_END]) };
}

function binaryEvent(place: Place, slice: LogSlice, index: number): Content {
  const { contentType, bytes } = dataOf(slice, index);
  const headers: string[] = [];
  for (const [name, value] of attributesOf(place, slice, index)) headers.push(`ce-${name}`, attributeHeader(value));
  return { contentType, body: bytes, headers };
}

function structuredEvent(place: Place, slice: LogSlice, index: number): Content {
  return { contentType: STRUCTURED, body: Buffer.concat(jsonEvent(place, slice, index)) };
}

function listed(items: Iterable<readonly Uint8Array[]>, contentType: string): Content {
  const parts: Uint8Array[] = [OPEN];
  for (const item of items) {
    if (parts.length > 1) parts.push(COMMA);
    parts.push(...item);
  }
  parts.push(CLOSE);
  return { contentType, body: Buffer.concat(parts) };
}

function* valuesIn(
  _place: Place,
  slices: readonly LogSlice[],
  offset: number,
  lastOffset: number,
): Iterable<readonly Uint8Array[]> {
  for (const [{ batch }, index] of indexesIn(slices, offset, lastOffset)) yield [valueAt(batch, index)];
}

function* eventsIn(place: Place, slices: readonly LogSlice[], offset: number, lastOffset: number) {
  for (const [slice, index] of indexesIn(slices, offset, lastOffset)) yield jsonEvent(place, slice, index);
}

function* indexesIn(
  slices: readonly LogSlice[],
  offset: number,
  lastOffset: number,
): Iterable<readonly [LogSlice, number]> {
  for (const slice of slices) {
    const to = Math.min(slice.last, lastOffset - slice.baseOffset);
    for (let index = Math.max(slice.first, offset - slice.baseOffset); index <= to; index += 1) yield [slice, index];
  }
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}
