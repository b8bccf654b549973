// `deliver()`, step read: a stored event as a CloudEvent (specification 1.0.2). One that was produced as one gets its own attributes
// back, which the log keeps as the headers `ce-<name>`; any other gets such as its place in the log gives it, always the same.
import { isUtf8 } from 'node:buffer';
import type { LogSlice } from '../../engine/engine.js';
import { columnAt, valueAt } from '../../model/event-batch.js';
import { isJsonType } from '../../model/values.js';

export type Place = { readonly topic: string; readonly topicIncarnation: number; readonly partition: number };

export const ATTRIBUTE_HEADER = /^ce-([a-z0-9]+)$/;
/** They say what the value says itself. */
const OF_THE_VALUE: ReadonlySet<string> = new Set(['data', 'database64', 'datacontenttype']);
const OPAQUE = 'application/octet-stream';
const JSON_TYPE = 'application/json';
/** Media types whose data is characters. Another charset than UTF-8 makes them bytes. */
const TEXT = /^\s*(?:text\/|application\/xml\b|[^;]*\+xml\b)/i;
const FOREIGN_CHARSET = /;\s*charset\s*=\s*"?(?!utf-?8\b|us-ascii\b)/i;

/** Names and values of all attributes but datacontenttype, as text. */
export function attributesOf(place: Place, slice: LogSlice, index: number): ReadonlyMap<string, string> {
  const { columns } = slice.batch;
  const own = ownAttributes(columnAt(columns.headers, index));
  const given = (name: string, fallback: string): [string, string] => [name, own.get(name) ?? fallback];
  const { topic, topicIncarnation, partition } = place;
  const attributes = new Map([
    given('specversion', '1.0'),
    // The incarnation: a topic that is made anew under its name begins at offset 0 again.
    given('id', `${topicIncarnation}-${partition}-${slice.baseOffset + index}`),
    given('source', `/v1/topics/${topic}`),
    given('type', topic),
  ]);
  for (const [name, value] of own) attributes.set(name, value);
  if (!own.has('specversion') && !own.has('time')) {
    attributes.set('time', new Date(columnAt(columns.timestamp, index) ?? slice.timestamp).toISOString());
  }
  const key = columnAt(columns.key, index);
  if (key !== null && !own.has('partitionkey')) attributes.set('partitionkey', key);
  return attributes;
}

/** @param json text of one flat object of strings */
function ownAttributes(json: string | null): ReadonlyMap<string, string> {
  const own = new Map<string, string>();
  if (json === null) return own;
  for (const [header, value] of Object.entries(JSON.parse(json) as Record<string, unknown>)) {
    const name = ATTRIBUTE_HEADER.exec(header)?.[1];
    if (name !== undefined && !OF_THE_VALUE.has(name)) own.set(name, String(value));
  }
  return own;
}

export type CloudEventData = {
  /** Undefined: there is no data, and its type was not said. */
  readonly contentType: string | undefined;
  /** `null`: JSON's null, of a tombstone. */
  readonly kind: 'json' | 'text' | 'bytes' | 'null' | 'none';
  readonly bytes: Uint8Array;
};

const NULL_BYTES = Buffer.from('null');

export function dataOf({ batch }: LogSlice, index: number): CloudEventData {
  const contentType = columnAt(batch.columns.contentType, index) ?? JSON_TYPE;
  if (columnAt(batch.columns.tombstone, index) === 1) return { contentType, kind: 'null', bytes: NULL_BYTES };
  const bytes = valueAt(batch, index);
  if (isJsonType(contentType)) return { contentType, kind: 'json', bytes };
  if (bytes.length === 0) {
    return { contentType: contentType === OPAQUE ? undefined : contentType, kind: 'none', bytes };
  }
  const isText = TEXT.test(contentType) && !FOREIGN_CHARSET.test(contentType) && isUtf8(bytes);
  return { contentType, kind: isText ? 'text' : 'bytes', bytes };
}

/** The event in the JSON format (1.0.2, section 3). A JSON value stands in it as its own bytes. */
export function jsonEvent(place: Place, slice: LogSlice, index: number): readonly Uint8Array[] {
  const { contentType, kind, bytes } = dataOf(slice, index);
  const members: string[] = [];
  for (const [name, value] of attributesOf(place, slice, index)) {
    members.push(`${JSON.stringify(name)}:${JSON.stringify(value)}`);
  }
  if (contentType !== undefined) members.push(`"datacontenttype":${JSON.stringify(contentType)}`);
  const head = `{${members.join(',')}`;
  switch (kind) {
    case 'json':
    case 'null':
      return [Buffer.from(`${head},"data":`), bytes, CLOSE];
    case 'text':
      return [Buffer.from(`${head},"data":${JSON.stringify(textOf(bytes))}}`)];
    case 'bytes':
      return [Buffer.from(`${head},"data_base64":"${bufferOf(bytes).toString('base64')}"}`)];
    case 'none':
      return [Buffer.from(`${head}}`)];
    default:
      return kind satisfies never;
  }
}

const CLOSE = Buffer.from('}');

/** HTTP protocol binding 1.0.2, section 3.1.3.2: an attribute's value as a header. */
export function attributeHeader(value: string): string {
  if (/^[\x21\x23\x24\x26-\x7e]*$/.test(value)) return value;
  let out = '';
  for (const byte of Buffer.from(value, 'utf8')) {
    const char = String.fromCharCode(byte);
    out += /[\x21\x23\x24\x26-\x7e]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function textOf(bytes: Uint8Array): string {
  return bufferOf(bytes).toString('utf8');
}
