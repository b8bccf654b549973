// decode ▸ event headers: from `posthorn-header-<name>` request headers, with their bounds, to the JSON text that is kept.
import { isUtf8 } from 'node:buffer';
import { PosthornError } from '../errors/posthorn-error.js';
import { EVENT_HEADERS_MAX_BYTES, EVENT_MAX_HEADERS } from '../model/limits.js';

/** Names in lower case, values as Node gives them. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>> & {
  readonly 'content-type'?: string | undefined;
};
export type EventHeaders = Readonly<Record<string, string>>;

const OWN = 'posthorn-';
const PREFIX = 'posthorn-header-';
/** Comes with what the bus delivers. An endpoint may be a bus again: then its siblings say where the event was. */
const DELIVERED = 'posthorn-subscription';
const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]{1,128}$/;
// Headers leave the bus as HTTP headers again, where control characters can't stand.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]|\p{Surrogate}/u;

/** Node hands header values over as Latin-1: here are the bytes as UTF-8. @throws INVALID_UTF8 */
export function headerText(headers: RequestHeaders, name: string): string | undefined {
  const value = headers[name];
  if (value === undefined) return undefined;
  const bytes = Buffer.from(typeof value === 'string' ? value : value.join(', '), 'latin1');
  if (!isUtf8(bytes)) throw new PosthornError('INVALID_UTF8', `The header ${name} is not UTF-8: encode it as UTF-8.`);
  return bytes.toString('utf8');
}

/** Whether one event has too many headers: told before they are looked at. */
export function headerCountFault(count: number): string | undefined {
  return count > EVENT_MAX_HEADERS ? `has ${count} headers; ${EVENT_MAX_HEADERS} are allowed` : undefined;
}

/** What is wrong with the headers of one event, or undefined. */
export function headersFault(headers: EventHeaders): string | undefined {
  const names = Object.keys(headers);
  const tooMany = headerCountFault(names.length);
  if (tooMany !== undefined) return tooMany;
  let bytes = 0;
  for (const name of names) {
    const value = headers[name] as string;
    if (!NAME.test(name)) return `'${name.slice(0, 80)}' is no header name: use a-z 0-9 - . _ (1 to 128)`;
    if (CONTROL.test(value)) return `the header ${name} holds a control character or half a surrogate pair`;
    bytes += name.length + Buffer.byteLength(value);
  }
  if (bytes > EVENT_HEADERS_MAX_BYTES) return `has ${bytes} bytes of headers; ${EVENT_HEADERS_MAX_BYTES} are allowed`;
  return undefined;
}

/** The request's `posthorn-header-*`, prefix taken off; undefined where there are none. @throws INVALID_REQUEST */
export function requestEventHeaders(headers: RequestHeaders): EventHeaders | undefined {
  let found: Record<string, string> | undefined;
  for (const name in headers) {
    if (!name.startsWith(OWN)) continue;
    if (!name.startsWith(PREFIX)) {
      if (name !== 'posthorn-key' && headers[DELIVERED] === undefined) throw unknownHeader(name);
      continue;
    }
    found ??= Object.create(null) as Record<string, string>;
    found[name.slice(PREFIX.length)] = headerText(headers, name) ?? '';
  }
  const fault = found === undefined ? undefined : headersFault(found);
  if (fault !== undefined)
    throw new PosthornError(
      'INVALID_REQUEST',
      `The posthorn-header-* headers of the request can not be kept: ${fault}.`,
    );
  return found;
}

function unknownHeader(name: string): PosthornError {
  const shown = name.slice(0, 100);
  return new PosthornError(
    'INVALID_REQUEST',
    `The header ${shown} is unknown: leave it out. Of the posthorn-* headers posthorn-key and posthorn-header-<name> are taken.`,
    { errors: [{ path: `/${shown}`, message: 'is unknown' }] },
  );
}

/** For a call whose events carry their own keys and headers. @throws INVALID_REQUEST */
export function refuseOwnHeaders(headers: RequestHeaders): void {
  for (const name in headers) {
    if (!name.startsWith(OWN)) continue;
    const shown = name.slice(0, 100);
    throw new PosthornError(
      'INVALID_REQUEST',
      `The header ${shown} is not taken here: give each event of the batch its own "key" and "headers".`,
      { errors: [{ path: `/${shown}`, message: 'is not taken here' }] },
    );
  }
}
