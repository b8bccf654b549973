// decode ▸ structured CloudEvents: one JSON object, or an array of them. `data` is kept as its own bytes in the request.
import { PosthornError } from '../errors/posthorn-error.js';
import { proveDocument } from '../json/fault.js';
import { arrayElements, eachMember, type JsonMember, type JsonRange, jsonKindAt, jsonString } from '../json/parts.js';
import { EVENT_MAX_HEADERS, PRODUCE_MAX_EVENTS } from '../model/limits.js';
import { isJsonType } from '../model/values.js';
import { decodeBase64 } from './base64.js';
import {
  type Attributes,
  attributePath,
  type CloudEventData,
  draftOf,
  type TellFault,
} from './cloudevent-attributes.js';
import { batchOf, type Decoded, type DraftEvent } from './decoded.js';
import { type EventHeaders, headerCountFault } from './event-headers.js';
import type { Faults } from './faults.js';

/** Each becomes a header of the event, but for datacontenttype. */
const ATTRIBUTES_MAX = EVENT_MAX_HEADERS + 1;
const INTEGER = /^-?(0|[1-9]\d*)$/;

function attributeText(body: Buffer, { name, value }: JsonMember, tell: TellFault): string | undefined {
  const kind = jsonKindAt(body, value.start);
  switch (kind) {
    case 'null':
      return undefined; // the format says: as if it were not there
    case 'string':
      return jsonString(body, value.start, value.end);
    case 'true':
    case 'false':
      return kind;
    case 'number': {
      const text = body.toString('latin1', value.start, value.end);
      if (!INTEGER.test(text)) tell(name, 'a number attribute must be an integer');
      return text;
    }
    case 'object':
    case 'array':
      tell(name, `an attribute must be a string, a boolean or an integer, not an ${kind}`);
      return undefined;
    default:
      return kind satisfies never;
  }
}

function dataOf(
  body: Buffer,
  data: JsonRange | undefined,
  base64: JsonRange | undefined,
  type: string | undefined,
  tell: TellFault,
): CloudEventData {
  if (data !== undefined && base64 !== undefined) tell('data_base64', 'data and data_base64 exclude each other');
  if (base64 !== undefined) {
    const bytes =
      jsonKindAt(body, base64.start) === 'string'
        ? decodeBase64(jsonString(body, base64.start, base64.end))
        : undefined;
    if (bytes === undefined) tell('data_base64', 'data_base64 is no base64 string');
    return { bytes: bytes ?? new Uint8Array(), json: type === undefined || isJsonType(type), isNull: false };
  }
  if (data === undefined) return null;
  const kind = jsonKindAt(body, data.start);
  // JSON format 1.0.2, section 3.1.1: under a type that is not JSON, a string's content is the data.
  if (kind === 'string' && type !== undefined && !isJsonType(type)) {
    return { bytes: Buffer.from(jsonString(body, data.start, data.end)), json: false, isNull: false };
  }
  const json = type === undefined || isJsonType(type);
  return { bytes: body.subarray(data.start, data.end), json, isNull: kind === 'null' };
}

function draftAt(body: Buffer, range: JsonRange, own: EventHeaders | undefined, tell: TellFault): DraftEvent {
  const attributes: Attributes = new Map();
  const seen = new Set<string>();
  let more = 0;
  let data: JsonRange | undefined;
  let base64: JsonRange | undefined;
  if (jsonKindAt(body, range.start) !== 'object') tell('', 'a CloudEvent is a JSON object');
  else {
    eachMember(body, range, (name, value) => {
      if (attributes.size > ATTRIBUTES_MAX) {
        more += 1;
        return;
      }
      if (seen.has(name)) tell(name, 'the member comes twice');
      seen.add(name);
      if (name === 'data') data = value;
      else if (name === 'data_base64') base64 = value;
      else {
        const text = attributeText(body, { name, value }, tell);
        if (text !== undefined) attributes.set(name, text);
      }
    });
  }
  // Those behind the bound were not read: of attributes that are missing or wrong nothing can be said.
  if (more > 0) {
    tell('', headerCountFault(attributes.size + more) ?? '');
    return draftOf(attributes, null, own, () => undefined);
  }
  return draftOf(attributes, dataOf(body, data, base64, attributes.get('datacontenttype'), tell), own, tell);
}

const teller =
  (faults: Faults, index: number): TellFault =>
  (path, message) =>
    faults.add('INVALID_CLOUDEVENT', index, attributePath(path), message);

/** application/cloudevents+json. @throws INVALID_JSON INVALID_UTF8 */
export function decodeCloudEvent(body: Buffer, own: EventHeaders | undefined, faults: Faults): Decoded {
  const range = proveDocument(body);
  return { answer: 'event', ...batchOf([draftAt(body, range, own, teller(faults, 0))]) };
}

/** application/cloudevents-batch+json. @throws INVALID_JSON INVALID_UTF8 EMPTY_REQUEST MESSAGE_TOO_LARGE */
export function decodeCloudEvents(body: Buffer, own: EventHeaders | undefined, faults: Faults): Decoded {
  const range = proveDocument(body);
  if (jsonKindAt(body, range.start) !== 'array') {
    throw new PosthornError(
      'INVALID_CLOUDEVENT',
      'application/cloudevents-batch+json is an array of CloudEvents: send one alone as application/cloudevents+json.',
    );
  }
  const elements = arrayElements(body, range, PRODUCE_MAX_EVENTS);
  if (elements.length === 0)
    throw new PosthornError('EMPTY_REQUEST', 'The batch is empty: send at least one CloudEvent.');
  if (elements.length > PRODUCE_MAX_EVENTS) {
    throw new PosthornError(
      'MESSAGE_TOO_LARGE',
      `A request carries at most ${PRODUCE_MAX_EVENTS} events: send several.`,
    );
  }
  const drafts = elements.map((element, index) => draftAt(body, element, own, teller(faults, index)));
  return { answer: 'results', ...batchOf(drafts) };
}
