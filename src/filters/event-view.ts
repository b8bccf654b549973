// The event that a filter is asked about: its parts are read when a condition first wants them, and at most once.
import type { LogSlice } from '../engine/engine.js';
import { columnAt, valueStart } from '../model/event-batch.js';
import { FILTER_EVENT_STEPS } from '../model/filter-limits.js';
import { isJsonType } from '../model/values.js';
import type { Found } from './found.js';
import { makeValueLookup } from './value-lookup.js';

/** Why an event did not pass, beside not matching. */
export type FilterFault = { readonly kind: string; readonly message: string };

export type EventView = {
  /** From here on it is about this event. */
  look(slice: LogSlice, index: number): void;
  /** Lets go of the event's memory. */
  leave(): void;
  key(): string | null;
  /** @param name in lower case */
  header(name: string): string | undefined;
  /** Of a CloudEvent, as text; of any other event: undefined. */
  attribute(name: string): string | undefined;
  /** What the value has at a JSON pointer, if `isJson`. */
  place(steps: readonly string[]): () => Found;
  /** The value is JSON, a tombstone's null among it. */
  isJson(): boolean;
  spend(steps: number): void;
  /** An expression could not be evaluated. */
  tell(fault: FilterFault): void;
  /** The first one of the event that was looked at last. */
  fault(): FilterFault | undefined;
  /** Bytes looked at and steps taken, for all events so far. */
  spent(): number;
};

type Headers = Readonly<Record<string, string>>;

const NO_HEADERS: Headers = {};
/** CloudEvents are kept as data plus these headers. */
const ATTRIBUTE = 'ce-';
const JSON_DATA = 'application/json';
const NO_BYTES: Buffer = Buffer.alloc(0);

export function makeEventView(): EventView {
  const lookup = makeValueLookup();
  let slice: LogSlice | undefined;
  let index = 0;
  let headersText: string | null = null;
  let headers = NO_HEADERS;
  let json: boolean | undefined;
  let bytes = NO_BYTES;
  let payload: Uint8Array | undefined;
  let steps = 0;
  let fault: FilterFault | undefined;

  const event = (): LogSlice => {
    if (slice === undefined) throw new Error('the filter looks at no event');
    return slice;
  };
  const header = (name: string): string | undefined => {
    const text = columnAt(event().batch.columns.headers, index);
    // Often all events of a batch have the same.
    if (text !== headersText) {
      steps += text?.length ?? 0;
      headers = text === null ? NO_HEADERS : (JSON.parse(text) as Headers);
      headersText = text;
    }
    return Object.hasOwn(headers, name) ? headers[name] : undefined;
  };
  const contentType = (): string | null => columnAt(event().batch.columns.contentType, index);
  const lookIntoValue = (): boolean => {
    const { columns, ends, payload: given } = event().batch;
    if (columnAt(columns.tombstone, index) === 1) {
      lookup.lookAtNull();
      return true;
    }
    const type = contentType();
    if (type !== null && !isJsonType(type)) return false;
    if (payload !== given) bytes = Buffer.from(given.buffer, given.byteOffset, given.length);
    payload = given;
    const start = valueStart(ends, index);
    const end = ends[index] as number;
    steps += end - start;
    return lookup.look(bytes, start, end);
  };

  return {
    look: (given, at) => {
      slice = given;
      index = at;
      json = undefined;
      fault = undefined;
      steps += FILTER_EVENT_STEPS;
    },
    leave: () => {
      slice = undefined;
      payload = undefined;
      bytes = NO_BYTES;
      if (json !== undefined) lookup.forget();
    },
    key: () => columnAt(event().batch.columns.key, index),
    header,
    attribute: (name) => {
      if (name !== 'datacontenttype') return header(ATTRIBUTE + name);
      return header(`${ATTRIBUTE}specversion`) === undefined ? undefined : (contentType() ?? JSON_DATA);
    },
    place: lookup.place,
    isJson: () => {
      json ??= lookIntoValue();
      return json;
    },
    spend: (more) => {
      steps += more;
    },
    tell: (found) => {
      fault ??= found;
    },
    fault: () => fault,
    spent: () => steps,
  };
}
