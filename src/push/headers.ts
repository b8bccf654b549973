// `deliver()`, between read and sign: the headers of a delivery.
import type { Clock } from '../model/clock.js';
import type { HeaderName } from './format/header-choice.js';

/** Names and values in turn, as undici takes them. */
export type HeaderList = string[];

/** Hop-by-hop (RFC 9110, 7.6.1) and what the sender itself decides. */
const RESERVED: ReadonlySet<string> = new Set([
  'connection',
  'expect',
  'forwarded',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const PLAIN = /^[\x20-\x7e]*$/;

/** Names stand at the even places. */
export function hasHeader(list: readonly string[], name: string): boolean {
  for (let at = 0; at < list.length; at += 2) if (list[at] === name) return true;
  return false;
}

export function isHeaderName(name: string): boolean {
  return TOKEN.test(name);
}

/** Headers that neither an endpoint's configuration nor an event can set. */
export function isReservedHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return RESERVED.has(lower) || /^(?:content-|webhook-|posthorn-)/.test(lower);
}

/** A value that is not printable ASCII, or would lose a space at its ends, is percent-encoded (UTF-8). */
export function headerValue(text: string): string {
  if (PLAIN.test(text) && text.trim() === text) return text;
  return percentEncode(text, /[^\x21-\x7e]/);
}

/** Keys can be decoded without guessing: `%` itself is encoded too. */
export function keyHeaderValue(key: string): string {
  if (PLAIN.test(key) && !key.includes('%') && key.trim() === key) return key;
  return percentEncode(key, /[^\x21-\x24\x26-\x7e]/);
}

function percentEncode(text: string, encoded: RegExp): string {
  let out = '';
  for (const byte of Buffer.from(text, 'utf8')) {
    const char = String.fromCharCode(byte);
    out += encoded.test(char) ? `%${byte.toString(16).toUpperCase().padStart(2, '0')}` : char;
  }
  return out;
}

/** An event's own headers as they are sent. One that the sender owns goes out behind `posthorn-header-`. */
export type EventHeaders = { readonly list: readonly string[]; readonly traceparent: string | null };

const NONE: EventHeaders = { list: [], traceparent: null };

/**
 * @param json text of one flat object of strings. The last one is remembered: most batches share one.
 * @param nameOf undefined: all are sent under their own names; a traceparent always is
 */
export function makeEventHeaders(nameOf?: HeaderName): (json: string | null) => EventHeaders {
  let lastJson: string | null = null;
  let last = NONE;
  return (json) => {
    if (json === null) return NONE;
    if (json !== lastJson) {
      last = parseEventHeaders(json, nameOf);
      lastJson = json;
    }
    return last;
  };
}

function parseEventHeaders(json: string, nameOf: HeaderName | undefined): EventHeaders {
  const list: string[] = [];
  let traceparent: string | null = null;
  for (const [name, value] of Object.entries(JSON.parse(json) as Record<string, unknown>)) {
    const lower = name.toLowerCase();
    const text = headerValue(String(value));
    const sent = nameOf === undefined || lower === 'traceparent' ? lower : nameOf(lower);
    if (sent === undefined) continue;
    if (sent === 'traceparent') traceparent = text;
    else if (!isHeaderName(sent) || isReservedHeader(sent)) list.push(`posthorn-header-${headerToken(sent)}`, text);
    else list.push(sent, text);
  }
  return { list, traceparent };
}

function headerToken(name: string): string {
  return isHeaderName(name) ? name : percentEncode(name, /[^0-9A-Za-z._-]/);
}

const TRACE_BYTES = 24;
const TRACE_POOL = 4_096;

/** A fresh W3C trace context, sampled (https://www.w3.org/TR/trace-context/). */
export function makeTraceparents(clock: Pick<Clock, 'bytes'>): () => string {
  let pool: Buffer = Buffer.alloc(0);
  let at = 0;
  return () => {
    if (at + TRACE_BYTES > pool.length) {
      pool = clock.bytes(TRACE_POOL);
      at = 0;
    }
    const middle = at + 16;
    const text = `00-${pool.toString('hex', at, middle)}-${pool.toString('hex', middle, at + TRACE_BYTES)}-01`;
    at += TRACE_BYTES;
    return text;
  };
}
