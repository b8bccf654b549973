// validate ▸ says whether bytes are JSON, and in words where they stop being it.
import { isUtf8 } from 'node:buffer';
import { PosthornError } from '../errors/posthorn-error.js';
import type { ErrorCode } from '../errors/registry.js';
import { JSON_MAX_DEPTH } from '../model/limits.js';
import type { JsonRange } from './parts.js';
import { findJsonFault, OPEN_ARRAY, OPEN_OBJECT, skipSpace } from './scan.js';

export type JsonFault = {
  readonly code: Extract<ErrorCode, 'INVALID_JSON' | 'INVALID_UTF8'>;
  readonly message: string;
};

const NEAR_BYTES = 24;
const ZERO_TEXT = Buffer.from('0');

/** Might a value stand at `at`, where the scan refused an object or array? Then a number is taken there, and nothing follows. */
function takesValue(bytes: Buffer, start: number, at: number): boolean {
  const probe = Buffer.concat([bytes.subarray(start, at), ZERO_TEXT]);
  return findJsonFault(probe, 0, probe.length) === probe.length;
}

function explain(bytes: Buffer, start: number, end: number, fault: number): string {
  if (skipSpace(bytes, start, end) === end) return 'is empty, not JSON';
  if (bytes[start] === 0xef && bytes[start + 1] === 0xbb) return 'starts with a byte order mark: leave it out';
  if (fault >= end) return `stops being JSON at byte ${end - start}: it ends too early`;
  const byte = bytes[fault];
  // Where any value may stand, only its depth can be wrong with an object or array.
  if ((byte === OPEN_ARRAY || byte === OPEN_OBJECT) && takesValue(bytes, start, fault)) {
    return `goes deeper than ${JSON_MAX_DEPTH} levels`;
  }
  const near = bytes.toString('utf8', fault, Math.min(end, fault + NEAR_BYTES));
  return `stops being JSON at byte ${fault - start}: ${JSON.stringify(near)}`;
}

/** `utf8`: the range is already known to be UTF-8. */
export function jsonFault(bytes: Buffer, start: number, end: number, utf8: boolean): JsonFault | undefined {
  if (!utf8 && !isUtf8(bytes.subarray(start, end))) {
    return { code: 'INVALID_UTF8', message: 'is not UTF-8: encode the value as UTF-8' };
  }
  const fault = findJsonFault(bytes, start, end);
  return fault < 0 ? undefined : { code: 'INVALID_JSON', message: explain(bytes, start, end, fault) };
}

/** A whole body that must be one JSON document: its range without the space around. @throws INVALID_JSON INVALID_UTF8 */
export function proveDocument(body: Buffer): JsonRange {
  const fault = jsonFault(body, 0, body.length, false);
  if (fault !== undefined) throw new PosthornError(fault.code, `The body ${fault.message}. Nothing was appended.`);
  let end = body.length;
  while ((body[end - 1] as number) <= 0x20) end -= 1;
  return { start: skipSpace(body, 0, end), end };
}
