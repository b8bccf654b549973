// The JSON body of a control call: proven, parsed, and refused where an object names a member twice, or where a schema has
// a number that would be stored as another one. JSON.parse would take the last member, or the nearest double, and say
// nothing.
import { PosthornError } from '../errors/posthorn-error.js';
import { jsonFault } from '../json/fault.js';
import { jsonString, pointerStep } from '../json/parts.js';
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  MINUS,
  NINE,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  scanNumber,
  scanString,
  ZERO,
} from '../json/scan.js';
import { storedAs } from '../schemas/stored-number.js';

/** @returns undefined for an empty body: the call says whether it needs one. @throws INVALID_JSON INVALID_UTF8 INVALID_REQUEST INVALID_SCHEMA */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  const fault = jsonFault(bytes, 0, bytes.length, false);
  if (fault !== undefined)
    throw new PosthornError(fault.code, `The body ${fault.message}. Correct it and send it again.`);
  refuseWhatWouldBeLost(bytes);
  return JSON.parse(bytes.toString('utf8'));
}

/** An object or array that is open at some byte: `names` is null for an array, `at` the name or index that is read. */
type Open = { readonly names: Set<string> | null; at: string | number };

const pointerOf = (open: readonly Open[]): string => open.map(({ at }) => `/${pointerStep(String(at))}`).join('');

function repeated(path: string): PosthornError {
  const detail = `The body names '${path}' twice. Leave one of them out.`;
  return new PosthornError('INVALID_REQUEST', detail, { errors: [{ path, message: 'comes twice' }] });
}

function changedNumber(path: string, stored: string): PosthornError {
  const message = `is a number that would be stored as ${stored}: numbers are kept as doubles`;
  const detail = `${path} ${message}, which hold integers up to 2^53. Write ${stored === 'null' ? 'a smaller one' : 'that one'}, or leave it out.`;
  return new PosthornError('INVALID_SCHEMA', detail, { errors: [{ path, message }] });
}

/** The bytes are proven to be JSON. */
function refuseWhatWouldBeLost(bytes: Buffer): void {
  const open: Open[] = [];
  let nameNext = false;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i];
    const inner = open.at(-1);
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      nameNext = byte === OPEN_OBJECT;
      open.push(nameNext ? { names: new Set(), at: '' } : { names: null, at: 0 });
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      open.pop();
      nameNext = false;
    } else if (byte === COMMA && inner !== undefined) {
      nameNext = inner.names !== null;
      if (typeof inner.at === 'number') inner.at += 1;
    } else if (byte === COLON) {
      nameNext = false;
    } else if (byte === QUOTE) {
      const end = scanString(bytes, i + 1, bytes.length);
      if (nameNext && inner !== undefined) {
        inner.at = jsonString(bytes, i, end);
        if (inner.names?.has(inner.at) === true) throw repeated(pointerOf(open));
        inner.names?.add(inner.at);
      }
      i = end - 1;
    } else if (byte === MINUS || (byte !== undefined && byte >= ZERO && byte <= NINE)) {
      const end = scanNumber(bytes, i, bytes.length);
      const stored = open[0]?.at === 'schema' ? storedAs(bytes.toString('latin1', i, end)) : undefined;
      if (stored !== undefined) throw changedNumber(pointerOf(open), stored);
      i = end - 1;
    }
  }
}
