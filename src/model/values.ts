// What may be said of values, and done with them, without parsing them.
import type { EventBatch } from './event-batch.js';

const JSON_TYPE = /^(?:\s*application\/json|[^;]*\+json)\s*(?:;|$)/i;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

/** `application/json` or any `+json` type, whatever its parameters. */
export function isJsonType(contentType: string): boolean {
  return contentType === 'application/json' || JSON_TYPE.test(contentType);
}

/** JSON on one line: a raw line break can only stand between its tokens, where a space means the same. */
export function oneLine(json: Uint8Array): Uint8Array {
  const line = new Uint8Array(json);
  for (let index = 0; index < line.length; index += 1) {
    const byte = line[index];
    if (byte === LINE_FEED || byte === CARRIAGE_RETURN) line[index] = SPACE;
  }
  return line;
}

/** Puts values one behind the other, a line feed after each. */
export function pack(values: readonly Uint8Array[]): Pick<EventBatch, 'payload' | 'ends'> {
  let size = values.length;
  for (const value of values) size += value.length;
  const payload = Buffer.allocUnsafe(size);
  const ends = new Uint32Array(values.length);
  let at = 0;
  values.forEach((value, index) => {
    payload.set(value, at);
    at += value.length;
    ends[index] = at;
    payload[at] = LINE_FEED;
    at += 1;
  });
  return { payload, ends };
}
