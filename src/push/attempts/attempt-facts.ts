// `deliver()`, step record: what is kept of a request and its answer to be looked at. Of a delivery that succeeds at once that
// is how long it took: its headers would be most of what a busy subscription writes.
import type { AttemptDetail, Headers } from '../../engine/attempt-detail.js';
import type { AttemptOutcome } from '../../engine/engine.js';
import { ATTEMPT_HEADERS_MAX, ATTEMPT_HEADERS_MAX_CHARS } from '../../model/attempt-limits.js';
import type { Entry } from '../entry.js';
import type { SendResult } from '../outcome.js';
import type { SubscriptionRecord } from '../subscription-config.js';

export type Request = {
  readonly entry: Pick<Entry, 'attempts' | 'probes'>;
  /** Names and values in turn, as they were sent. */
  readonly headers: readonly string[];
  readonly result: SendResult;
};

/** What stands for a value that is a secret, or may be one. */
const LEFT_OUT = '(left out)';
/** A signature is no secret, and of no use without the body. */
const SECRETS: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'set-cookie',
  'webhook-signature',
]);

export function attemptDetail(
  { endpoint }: Pick<SubscriptionRecord, 'endpoint'>,
  { entry, headers, result }: Request,
  outcome: AttemptOutcome,
): AttemptDetail {
  const { durations = {} } = result;
  if (outcome === 'acknowledged' && entry.attempts + entry.probes === 0) return { durations };
  const requestHeaders = shownRequest({ endpoint }, headers);
  if (result.kind === 'failure') return { durations, requestHeaders };
  const answered = result.headers.map((bytes) => Buffer.from(bytes).toString('latin1'));
  return { durations, requestHeaders, responseHeaders: shownHeaders(answered, (name) => SECRETS.has(name)) };
}

/** Without what the endpoint's configuration sets: it may be a secret. */
export function shownRequest({ endpoint }: Pick<SubscriptionRecord, 'endpoint'>, headers: readonly string[]): Headers {
  const configured = new Set(Object.keys(endpoint.headers).map((name) => name.toLowerCase()));
  return shownHeaders(headers, (name) => configured.has(name) || SECRETS.has(name));
}

/** The first ATTEMPT_HEADERS_MAX of them; one that comes again is joined by a comma. */
function shownHeaders(list: readonly string[], isSecret: (name: string) => boolean): Headers {
  const shown: Record<string, string> = {};
  let chars = 0;
  for (let at = 0; at + 1 < list.length && at < 2 * ATTEMPT_HEADERS_MAX; at += 2) {
    const name = (list[at] as string).toLowerCase();
    const value = isSecret(name) ? LEFT_OUT : (list[at + 1] as string);
    const room = Math.max(0, ATTEMPT_HEADERS_MAX_CHARS - chars - name.length);
    const kept = value.length > room ? `${value.slice(0, room)}...` : value;
    chars += name.length + kept.length;
    if (chars > 2 * ATTEMPT_HEADERS_MAX_CHARS) break;
    shown[name] = Object.hasOwn(shown, name) && value !== LEFT_OUT ? `${shown[name]}, ${kept}` : kept;
  }
  return shown;
}
