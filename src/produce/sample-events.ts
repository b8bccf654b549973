// decode ▸ events that are looked at and not appended: `{"filter":…,"events":[…]}`, the events as in /batches.
import { PosthornError } from '../errors/posthorn-error.js';
import { proveDocument } from '../json/fault.js';
import { arrayElements, eachMember, type JsonRange, jsonKindAt, pointerStep } from '../json/parts.js';
import type { EventBatch } from '../model/event-batch.js';
import { FILTER_CHECK_MAX_EVENTS } from '../model/filter-limits.js';
import { MAX_MAX_EVENT_BYTES } from '../model/limits.js';
import { decodeEvents } from './envelope.js';
import { type RequestHeaders, refuseOwnHeaders } from './event-headers.js';
import { makeFaults } from './faults.js';
import { bodyKind } from './media-type.js';
import { validate } from './validate.js';

type SamplesRequest = { readonly body: Buffer; readonly headers: RequestHeaders };
/** `filter`: its text, as it was sent: parsed and written again, a long number would be another one. */
type Samples = { readonly filter: string; readonly batch: EventBatch };

const SHAPE = '{"filter":{…},"events":[{"value": …}]}';
const FIELDS = ['filter', 'events'];

/** @throws UNSUPPORTED_MEDIA_TYPE INVALID_JSON INVALID_UTF8 INVALID_REQUEST INVALID_RECORD EMPTY_REQUEST MESSAGE_TOO_LARGE */
export function decodeSamples({ body, headers }: SamplesRequest): Samples {
  refuseOwnHeaders(headers);
  if (bodyKind(headers['content-type']) !== 'json') {
    throw new PosthornError('UNSUPPORTED_MEDIA_TYPE', `The body must be application/json: send ${SHAPE}.`);
  }
  if (body.length === 0) throw new PosthornError('EMPTY_REQUEST', `The body is empty: send ${SHAPE}.`);
  const fields = fieldsOf(body);
  const filter = fields.get('filter');
  const events = fields.get('events');
  if (filter === undefined) throw invalid('/filter', 'is missing');
  if (events === undefined) throw invalid('/events', 'is missing');
  if (jsonKindAt(body, events.start) !== 'array') throw invalid('/events', 'must be a list');
  const elements = arrayElements(body, events, FILTER_CHECK_MAX_EVENTS);
  if (elements.length > FILTER_CHECK_MAX_EVENTS) {
    const detail = `The list 'events' has more than the ${FILTER_CHECK_MAX_EVENTS} events that are allowed: send fewer.`;
    throw new PosthornError('MESSAGE_TOO_LARGE', detail);
  }
  const faults = makeFaults('No filter was tried');
  const { batch } = decodeEvents(body, elements, faults);
  validate(batch, MAX_MAX_EVENT_BYTES, undefined, faults);
  faults.raise();
  return { filter: body.toString('utf8', filter.start, filter.end), batch };
}

function fieldsOf(body: Buffer): ReadonlyMap<string, JsonRange> {
  const range = proveDocument(body);
  if (jsonKindAt(body, range.start) !== 'object') throw invalid('', 'must be an object');
  const fields = new Map<string, JsonRange>();
  eachMember(body, range, (name, value) => {
    const path = `/${pointerStep(name)}`;
    if (!FIELDS.includes(name)) throw invalid(path, 'is unknown');
    if (fields.has(name)) throw invalid(path, 'comes twice');
    fields.set(name, value);
  });
  return fields;
}

function invalid(path: string, message: string): PosthornError {
  const what = path === '' ? 'The body' : `The field '${path.slice(1)}'`;
  return new PosthornError('INVALID_REQUEST', `${what} ${message}: the body is ${SHAPE}.`, {
    errors: [{ path, message }],
  });
}
