// decode ▸ the envelope of /batches: `{"events":[{"value", "key"?, …}]}`. Values are kept as their own bytes in the request.
import { PosthornError } from '../errors/posthorn-error.js';
import { proveDocument } from '../json/fault.js';
import {
  arrayElements,
  eachMember,
  type JsonRange,
  jsonKindAt,
  jsonString,
  LONE_SURROGATE,
  pointerStep,
} from '../json/parts.js';
import { DEDUPE_KEY_MAX_BYTES, EVENT_KEY_MAX_BYTES, EVENT_MAX_HEADERS, PRODUCE_MAX_EVENTS } from '../model/limits.js';
import { isJsonType } from '../model/values.js';
import { decodeBase64 } from './base64.js';
import { batchOf, type Decoded, type DraftEvent } from './decoded.js';
import { headerCountFault, headersFault } from './event-headers.js';
import type { Faults } from './faults.js';
import { bodyKind, isMediaType, storedContentType } from './media-type.js';

const FIELDS = [
  'value',
  'valueBase64',
  'key',
  'headers',
  'dedupeKey',
  'partition',
  'timestamp',
  'contentType',
] as const;
const UNKNOWN_FIELD = `unknown field; the fields are ${FIELDS.join(', ')}`;
type Field = (typeof FIELDS)[number];
/** Of one shape for every event, or a field costs a search. */
type Fields = { [name in Field]: JsonRange | undefined };
type Tell = (path: string, message: string) => void;

const EMPTY = new Uint8Array();
const EVENT_FIELDS: ReadonlySet<string> = new Set(FIELDS);
const isField = (name: string): name is Field => EVENT_FIELDS.has(name);

function fieldsOf(body: Buffer, range: JsonRange, tell: Tell, callersField: string | undefined): Fields {
  const fields: Fields = {
    value: undefined,
    valueBase64: undefined,
    key: undefined,
    headers: undefined,
    dedupeKey: undefined,
    partition: undefined,
    timestamp: undefined,
    contentType: undefined,
  };
  if (jsonKindAt(body, range.start) !== 'object') {
    tell('', 'an event of the envelope is an object such as {"value": …}');
    return fields;
  }
  eachMember(body, range, (name, value) => {
    if (!isField(name)) {
      if (name !== callersField) tell(`/${pointerStep(name)}`, UNKNOWN_FIELD);
    } else if (fields[name] !== undefined) tell(`/${name}`, 'the field comes twice');
    else fields[name] = value;
  });
  return fields;
}

function textField(body: Buffer, fields: Fields, name: Field, maxBytes: number, tell: Tell): string | null {
  const range = fields[name];
  if (range === undefined || jsonKindAt(body, range.start) === 'null') return null;
  if (jsonKindAt(body, range.start) !== 'string') {
    tell(`/${name}`, `${name} must be a string`);
    return null;
  }
  const text = jsonString(body, range.start, range.end);
  if (LONE_SURROGATE.test(text)) tell(`/${name}`, `${name} holds half a surrogate pair, which has no UTF-8`);
  if (Buffer.byteLength(text) > maxBytes) tell(`/${name}`, `${name} is longer than ${maxBytes} bytes`);
  return text;
}

function integerField(body: Buffer, fields: Fields, name: Field, tell: Tell): number | null {
  const range = fields[name];
  if (range === undefined) return null;
  const number =
    jsonKindAt(body, range.start) === 'number' ? Number(body.toString('latin1', range.start, range.end)) : -1;
  if (Number.isSafeInteger(number) && number >= 0) return number;
  tell(`/${name}`, `${name} must be an integer from 0`);
  return null;
}

function headersField(body: Buffer, fields: Fields, tell: Tell): string | null {
  const range = fields.headers;
  if (range === undefined) return null;
  const headers: Record<string, string> = Object.create(null);
  let count = 0;
  if (jsonKindAt(body, range.start) !== 'object') tell('/headers', 'headers must be an object of strings');
  else {
    eachMember(body, range, (name, value) => {
      count += 1;
      if (count > EVENT_MAX_HEADERS) return;
      const lower = name.toLowerCase();
      if (jsonKindAt(body, value.start) !== 'string')
        tell(`/headers/${pointerStep(name)}`, 'a header must be a string');
      else if (lower in headers) tell(`/headers/${pointerStep(name)}`, 'the header comes twice');
      else headers[lower] = jsonString(body, value.start, value.end);
    });
  }
  const fault = headerCountFault(count) ?? headersFault(headers);
  if (fault !== undefined) tell('/headers', fault);
  const text = JSON.stringify(headers);
  return text === '{}' ? null : text;
}

function contentTypeField(body: Buffer, fields: Fields, tell: Tell): string | null {
  const contentType = textField(body, fields, 'contentType', 255, tell);
  if (contentType === null || isMediaType(contentType)) return contentType;
  tell('/contentType', 'contentType is no media type');
  return null;
}

type Value = Pick<DraftEvent, 'value' | 'tombstone' | 'contentType' | 'json'>;

function valueField(body: Buffer, fields: Fields, key: string | null, tell: Tell): Value {
  const plain = fields.value;
  const base64 = fields.valueBase64;
  const contentType = contentTypeField(body, fields, tell);
  if ((plain === undefined) === (base64 === undefined)) tell('/value', 'give either value or valueBase64');
  if (base64 !== undefined) {
    const text = jsonKindAt(body, base64.start) === 'string' ? jsonString(body, base64.start, base64.end) : '-';
    const value = decodeBase64(text);
    if (value === undefined) tell('/valueBase64', 'valueBase64 is no base64 string');
    const type = contentType ?? 'application/octet-stream';
    return { value: value ?? EMPTY, tombstone: false, contentType: storedContentType(type), json: isJsonType(type) };
  }
  const stored = contentType === null ? null : storedContentType(contentType);
  if (plain === undefined) return { value: EMPTY, tombstone: false, contentType: stored, json: false };
  if (contentType !== null && !isJsonType(contentType)) {
    tell('/contentType', `${contentType} is not JSON: give the bytes as valueBase64`);
  }
  const tombstone = jsonKindAt(body, plain.start) === 'null';
  if (tombstone && key === null) tell('/value', 'a null value is a tombstone and needs a key');
  const value = tombstone ? EMPTY : body.subarray(plain.start, plain.end);
  return { value, tombstone, contentType: tombstone ? null : stored, json: !tombstone };
}

function draftAt(body: Buffer, range: JsonRange, tell: Tell, callersField: string | undefined): DraftEvent {
  const fields = fieldsOf(body, range, tell, callersField);
  const key = textField(body, fields, 'key', EVENT_KEY_MAX_BYTES, tell);
  const dedupeKey = textField(body, fields, 'dedupeKey', DEDUPE_KEY_MAX_BYTES, tell);
  if (dedupeKey === '')
    tell('/dedupeKey', `dedupeKey must have 1 to ${DEDUPE_KEY_MAX_BYTES} bytes: leave it out for none`);
  const { value, tombstone, contentType, json } = valueField(body, fields, key, tell);
  // Not spread: fields that are added to a copy made this the slowest step of a batch by far.
  return {
    value,
    tombstone,
    contentType,
    json,
    key,
    headers: headersField(body, fields, tell),
    timestamp: integerField(body, fields, 'timestamp', tell),
    dedupeKey: dedupeKey === null ? null : `key:${dedupeKey}`,
    partition: integerField(body, fields, 'partition', tell),
  };
}

function checkBody(body: Buffer, contentType: string | undefined): void {
  if (bodyKind(contentType) !== 'json') {
    throw new PosthornError(
      'UNSUPPORTED_MEDIA_TYPE',
      'A batch is application/json: send {"events":[{"value": …}]}, or other content types to …/events.',
    );
  }
  if (body.length === 0) throw new PosthornError('EMPTY_REQUEST', 'The body is empty: send {"events":[{"value": …}]}.');
}

function eventsOf(body: Buffer): JsonRange[] {
  const range = proveDocument(body);
  if (jsonKindAt(body, range.start) !== 'object') {
    throw new PosthornError('INVALID_REQUEST', 'The body must be an object: {"events":[{"value": …}]}.');
  }
  let events: JsonRange | undefined;
  eachMember(body, range, (name, value) => {
    if (name !== 'events') {
      const path = name.slice(0, 100);
      throw new PosthornError('INVALID_REQUEST', `Unknown field '${path}': the body is {"events":[{"value": …}]}.`, {
        errors: [{ path: `/${pointerStep(name)}`, message: 'unknown field' }],
      });
    }
    if (events !== undefined)
      throw new PosthornError('INVALID_REQUEST', "The field 'events' comes twice: give one list.");
    events = value;
  });
  if (events === undefined || jsonKindAt(body, events.start) !== 'array') {
    throw new PosthornError('INVALID_REQUEST', 'The field \'events\' must be a list: {"events":[{"value": …}]}.');
  }
  return arrayElements(body, events, PRODUCE_MAX_EVENTS);
}

/** @throws UNSUPPORTED_MEDIA_TYPE INVALID_JSON INVALID_UTF8 INVALID_REQUEST EMPTY_REQUEST MESSAGE_TOO_LARGE */
export function decodeEnvelope(body: Buffer, contentType: string | undefined, faults: Faults): Decoded {
  checkBody(body, contentType);
  return decodeEvents(body, eventsOf(body), faults);
}

/**
 * `elements`: where the events of an envelope lie in `body`, which is proven to be JSON; `callersField`: a field of theirs that
 * is passed over. @throws EMPTY_REQUEST MESSAGE_TOO_LARGE
 */
export function decodeEvents(
  body: Buffer,
  elements: readonly JsonRange[],
  faults: Faults,
  callersField?: string,
): Decoded {
  if (elements.length === 0) throw new PosthornError('EMPTY_REQUEST', "The list 'events' is empty: send at least one.");
  if (elements.length > PRODUCE_MAX_EVENTS) {
    throw new PosthornError(
      'MESSAGE_TOO_LARGE',
      `A request carries at most ${PRODUCE_MAX_EVENTS} events: send several.`,
    );
  }
  let index = 0;
  const tell: Tell = (path, message) => faults.add('INVALID_RECORD', index, path, message);
  const drafts: DraftEvent[] = [];
  for (const element of elements) {
    drafts.push(draftAt(body, element, tell, callersField));
    index += 1;
  }
  return { answer: 'results', ...batchOf(drafts) };
}
