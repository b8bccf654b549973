// decode ▸ the attributes of a CloudEvent (specification 1.0.2), whichever form it came in, and what the log keeps of them.

import { pointerStep } from '../json/parts.js';
import { DEDUPE_KEY_MAX_BYTES, EVENT_KEY_MAX_BYTES } from '../model/limits.js';
import { isJsonType } from '../model/values.js';
import type { DraftEvent } from './decoded.js';
import { type EventHeaders, headersFault } from './event-headers.js';
import { isMediaType, storedContentType } from './media-type.js';

export type Attributes = Map<string, string>;
/** Tells a wrong attribute by its name; '' is the whole event. */
export type TellFault = (name: string, message: string) => void;

/** The attribute as a JSON pointer into the event. */
export const attributePath = (name: string): string => (name === '' ? '' : `/${pointerStep(name)}`);

const NAME = /^[a-z0-9]{1,100}$/;
const REQUIRED = ['id', 'source', 'specversion', 'type'];
const NOT_EMPTY = ['subject', 'dataschema', 'datacontenttype', 'partitionkey'];
// RFC 3339, section 5.6
const TIME =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;
// An attribute is text without controls, the specification says.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]|\p{Surrogate}/u;

function checkAttributes(attributes: Attributes, tell: TellFault): void {
  for (const name of REQUIRED) {
    const value = attributes.get(name);
    if (value === undefined) tell(name, `the attribute ${name} is missing`);
    else if (value === '') tell(name, `the attribute ${name} is empty`);
  }
  for (const name of NOT_EMPTY) if (attributes.get(name) === '') tell(name, `the attribute ${name} is empty`);
  const version = attributes.get('specversion');
  if (version !== undefined && version !== '' && version !== '1.0')
    tell('specversion', 'only specversion 1.0 is taken');
  const time = attributes.get('time');
  if (time !== undefined && !TIME.test(time))
    tell('time', 'time is no RFC 3339 timestamp such as 2026-01-31T12:00:00Z');
  const contentType = attributes.get('datacontenttype');
  if (contentType && !isMediaType(contentType)) tell('datacontenttype', 'datacontenttype is no media type');
  for (const [name, value] of attributes) {
    if (!NAME.test(name)) tell(name, 'attribute names are a-z 0-9 only');
    else if (CONTROL.test(value)) tell(name, `the attribute ${name} holds a control character`);
  }
  if (Buffer.byteLength(attributes.get('partitionkey') ?? '') > EVENT_KEY_MAX_BYTES) {
    tell('partitionkey', `partitionkey is longer than ${EVENT_KEY_MAX_BYTES} bytes`);
  }
  const identity = Buffer.byteLength(attributes.get('source') ?? '') + Buffer.byteLength(attributes.get('id') ?? '');
  if (identity > DEDUPE_KEY_MAX_BYTES)
    tell('id', `source and id are longer than ${DEDUPE_KEY_MAX_BYTES} bytes together`);
}

/** `data`: the value's bytes; `null` for an event that carries none. */
export type CloudEventData = { readonly bytes: Uint8Array; readonly json: boolean; readonly isNull: boolean } | null;

/** Attributes become the event headers `ce-<name>`, the content type that of the value. */
export function draftOf(
  attributes: Attributes,
  data: CloudEventData,
  own: EventHeaders | undefined,
  tell: TellFault,
): DraftEvent {
  let sound = true;
  checkAttributes(attributes, (path, message) => {
    sound = false;
    tell(path, message);
  });
  const headers: Record<string, string> = Object.assign(Object.create(null), own);
  for (const [name, value] of attributes) if (name !== 'datacontenttype') headers[`ce-${name}`] = value;
  const fault = sound ? headersFault(headers) : undefined;
  if (fault !== undefined) tell('', fault);
  const key = attributes.get('partitionkey') ?? null;
  const tombstone = data?.isNull === true && key !== null;
  const declared = attributes.get('datacontenttype');
  // No data is no JSON either, whatever it would have been.
  const none = declared === undefined || isJsonType(declared) ? 'application/octet-stream' : declared;
  const contentType = data === null ? none : (declared ?? 'application/json');
  const source = attributes.get('source') ?? '';
  return {
    value: data === null || tombstone ? new Uint8Array() : data.bytes,
    tombstone,
    key,
    headers: JSON.stringify(headers),
    contentType: storedContentType(contentType),
    timestamp: null,
    // The length keeps source and id apart whatever they hold.
    dedupeKey: `ce:${source.length}:${source}${attributes.get('id') ?? ''}`,
    partition: null,
    json: data?.json === true && !tombstone,
  };
}
