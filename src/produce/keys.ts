// partition ▸ the key of each event: the request's own (`?key=`, posthorn-key), else the event's, else what keyPath finds.
import { PosthornError } from '../errors/posthorn-error.js';
import {
  compilePointer,
  hasEscape,
  jsonKindAt,
  jsonString,
  LONE_SURROGATE,
  type PointerStep,
  valueAtPointer,
} from '../json/parts.js';
import { type Column, columnAt, type EventBatch, valueStart } from '../model/event-batch.js';
import { EVENT_KEY_MAX_BYTES } from '../model/limits.js';
import { isJsonType } from '../model/values.js';
import { headerText, type RequestHeaders } from './event-headers.js';
import type { Faults } from './faults.js';

/** @throws MESSAGE_TOO_LARGE INVALID_UTF8 INVALID_REQUEST */
export function requestKey(query: string | undefined, headers: RequestHeaders): string | undefined {
  const header = headerText(headers, 'posthorn-key');
  if (query !== undefined && header !== undefined && query !== header) {
    throw new PosthornError(
      'INVALID_REQUEST',
      '?key= and the header posthorn-key say different keys. Send one of them.',
    );
  }
  const key = query ?? header;
  if (key !== undefined && Buffer.byteLength(key) > EVENT_KEY_MAX_BYTES) {
    throw new PosthornError(
      'MESSAGE_TOO_LARGE',
      `The key is longer than ${EVENT_KEY_MAX_BYTES} bytes: send a shorter one.`,
    );
  }
  return key;
}

/** The key, or why there is none. */
type Found = string | { readonly problem: string };

function keyAt(value: Buffer, start: number, end: number, steps: readonly PointerStep[]): Found {
  const found = valueAtPointer(value, start, end, steps);
  if (found === undefined) return { problem: 'finds nothing' };
  const kind = jsonKindAt(value, found.start);
  if (kind === 'object' || kind === 'array' || kind === 'null') {
    return { problem: `finds ${kind === 'null' ? 'null' : `an ${kind}`}, not a string, number or boolean` };
  }
  if (kind !== 'string') {
    const literal = found.end - found.start;
    if (literal > EVENT_KEY_MAX_BYTES) return { problem: `finds more than ${EVENT_KEY_MAX_BYTES} bytes` };
    return value.toString('latin1', found.start, found.end);
  }
  const key = jsonString(value, found.start, found.end);
  if (hasEscape(value, found.start, found.end) && LONE_SURROGATE.test(key)) {
    return { problem: 'finds half a surrogate pair, which has no UTF-8' };
  }
  // A code unit is 3 bytes of UTF-8 at most: a short key needs no counting.
  if (key.length * 3 <= EVENT_KEY_MAX_BYTES || Buffer.byteLength(key) <= EVENT_KEY_MAX_BYTES) return key;
  return { problem: `finds more than ${EVENT_KEY_MAX_BYTES} bytes` };
}

/** Keys for the events that have none of their own. The values are proven to be JSON where they say so. */
export function keysByPath(batch: EventBatch, keyPath: string, faults: Faults): Column<string> | undefined {
  const { columns, ends } = batch;
  if (typeof columns.key === 'string') return columns.key;
  const payload = batch.payload as Buffer;
  const steps = compilePointer(keyPath);
  const keys = new Array<string | null>(batch.count);
  for (let index = 0; index < batch.count; index += 1) {
    const own = columnAt(columns.key, index);
    keys[index] = own;
    if (own !== null || faults.has(index)) continue;
    const contentType = columnAt(columns.contentType, index);
    const found: Found =
      contentType === null || isJsonType(contentType)
        ? keyAt(payload, valueStart(ends, index), ends[index] as number, steps)
        : { problem: `can not look into ${contentType}: give the key with ?key=` };
    if (typeof found === 'string') keys[index] = found;
    else faults.add('KEY_NOT_FOUND', index, keyPath, `the topic's keyPath ${keyPath} ${found.problem}`);
  }
  return batch.count === 1 ? (keys[0] ?? undefined) : keys;
}

/** Of a compacted topic, which keeps each key's newest event. */
export function requireKeys({ count, columns: { key } }: EventBatch, topic: string, faults: Faults): void {
  if (typeof key === 'string') return;
  for (let index = 0; index < count; index += 1) {
    if (columnAt(key, index) !== null || faults.has(index)) continue;
    const mend = `give one with ?key= or in the event, or set a keyPath with PUT /v1/topics/${topic}`;
    faults.add('INVALID_RECORD', index, '', `has no key, and topic '${topic}' is compacted by keys: ${mend}`);
  }
}
