// `deliver()`, step reply: whether a 2xx answer carries events, and where they lie in it. Pure.
//
// It does where it is a CloudEvent (`ce-*` headers, application/cloudevents+json or -batch+json), or application/json with an
// object that has a member `produce`. Anything else says only that the delivery arrived.
import { PosthornError } from '../../errors/posthorn-error.js';
import { proveDocument } from '../../json/fault.js';
import { arrayElements, eachMember, type JsonRange, jsonKindAt, jsonString, pointerStep } from '../../json/parts.js';
import type { Answer } from '../answer.js';
import type { RepliesConfig } from './replies-config.js';

export type AskedEvent = {
  readonly topic: string;
  /** Its place in the list. */
  readonly index: number;
  readonly range: JsonRange;
};

export type ReplyForm =
  | { readonly kind: 'none' }
  | { readonly kind: 'cloudevents'; readonly body: Buffer; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'events'; readonly body: Buffer; readonly events: readonly AskedEvent[] };

/** The member that each event has beside those of POST …/batches. */
export const TOPIC_FIELD = 'topic';

const NONE: ReplyForm = { kind: 'none' };
const FORM = '{"produce":[{"topic":"invoices","value": …}]}';
const EMPTY = Buffer.alloc(0);

/** @throws INVALID_JSON INVALID_UTF8 INVALID_REQUEST MESSAGE_TOO_LARGE UNSUPPORTED_MEDIA_TYPE */
export function readReplyForm(answer: Answer, config: Pick<RepliesConfig, 'maxEvents' | 'maxBytes'>): ReplyForm {
  if (answer.status === 204) return NONE;
  const headers = formHeaders(answer);
  const type = essence(headers['content-type']);
  const binary = headers['ce-specversion'] !== undefined;
  const structured = type.startsWith('application/cloudevents');
  if (!binary && !(answer.bodyBytes > 0 && (structured || type === 'application/json'))) return NONE;
  refuseUnreadable(answer, headers, config.maxBytes);
  const body = answer.body === null ? EMPTY : Buffer.from(answer.body);
  const { 'content-encoding': _encoding, ...told } = headers;
  return binary || structured ? { kind: 'cloudevents', body, headers: told } : eventsOf(body, config.maxEvents);
}

/** Those that say what the body is. Their values stay bytes, a character each, as Node has them. */
function formHeaders({ headers }: Answer): Record<string, string> {
  const found: Record<string, string> = {};
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = latin1(headers[at]).toLowerCase();
    if (name !== 'content-type' && name !== 'content-encoding' && !name.startsWith('ce-')) continue;
    const value = latin1(headers[at + 1]);
    found[name] = found[name] === undefined ? value : `${found[name]}, ${value}`;
  }
  return found;
}

function latin1(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function essence(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function refuseUnreadable(
  { bodyBytes }: Answer,
  { 'content-encoding': encoding = 'identity' }: Readonly<Record<string, string>>,
  maxBytes: number,
): void {
  if (bodyBytes > maxBytes) {
    const detail = `the body has more than ${maxBytes} bytes (replies.maxBytes): answer with fewer events, or raise it`;
    throw new PosthornError('MESSAGE_TOO_LARGE', detail);
  }
  if (encoding.trim().toLowerCase() === 'identity' || bodyBytes === 0) return;
  const detail = `the body is compressed (content-encoding ${encoding.slice(0, 40)}): send it as it is`;
  throw new PosthornError('UNSUPPORTED_MEDIA_TYPE', detail);
}

function eventsOf(body: Buffer, maxEvents: number): ReplyForm {
  const document = proveDocument(body);
  if (jsonKindAt(body, document.start) !== 'object') return NONE;
  let produce: JsonRange | undefined;
  const others: string[] = [];
  let twice = false;
  eachMember(body, document, (name, value) => {
    if (name !== 'produce') {
      if (others.length === 0) others.push(name);
      return;
    }
    twice = produce !== undefined;
    produce = value;
  });
  if (produce === undefined) return NONE;
  const [other] = others;
  if (other !== undefined) throw wrongAt(`/${pointerStep(other)}`, `is unknown; a reply is ${FORM}`);
  if (twice) throw wrongAt('/produce', 'comes twice');
  const list: JsonRange = produce;
  if (jsonKindAt(body, list.start) !== 'array') throw wrongAt('/produce', `must be a list: ${FORM}`);
  const elements = arrayElements(body, list, maxEvents);
  if (elements.length > maxEvents) throw tooManyEvents(maxEvents);
  return {
    kind: 'events',
    body,
    events: elements.map((range, index) => ({ topic: topicOf(body, range, index), index, range })),
  };
}

function topicOf(body: Buffer, range: JsonRange, index: number): string {
  if (jsonKindAt(body, range.start) !== 'object') {
    throw wrongAt(`/produce/${index}`, 'must be an object such as {"topic":"invoices","value": …}');
  }
  let topic: JsonRange | undefined;
  eachMember(body, range, (name, value) => {
    if (name !== TOPIC_FIELD) return;
    if (topic !== undefined) throw wrongAt(`/produce/${index}/topic`, 'comes twice');
    topic = value;
  });
  const found: JsonRange | undefined = topic;
  if (found === undefined) throw wrongAt(`/produce/${index}/topic`, 'is missing');
  const { start, end } = found as JsonRange;
  if (jsonKindAt(body, start) !== 'string') throw wrongAt(`/produce/${index}/topic`, 'must be a string');
  return jsonString(body, start, end);
}

function wrongAt(path: string, message: string): PosthornError {
  return new PosthornError('INVALID_REQUEST', `${path} ${message}`, { errors: [{ path, message }] });
}

export function tooManyEvents(maxEvents: number): PosthornError {
  const detail = `it has more than ${maxEvents} events (replies.maxEvents): answer with fewer, or raise it`;
  return new PosthornError('MESSAGE_TOO_LARGE', detail);
}
