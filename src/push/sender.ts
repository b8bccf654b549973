// `deliver()`, step send: one POST, a deadline over all of it, and what came of it. Never rejects, never redirects.
import type { Dispatcher } from 'undici';
import type { AttemptDurations } from '../engine/attempt-detail.js';
import type { AttemptPhase } from '../engine/engine.js';
import { RESPONSE_KEPT_BYTES, RESPONSE_MAX_BYTES } from '../model/limits.js';
import { roundMs } from './attempts/round-ms.js';
import type { Message } from './delivery.js';
import type { SendResult } from './outcome.js';
import type { Lent } from './pools.js';

export type Send = (
  target: {
    readonly connection: Lent;
    readonly path: string;
    readonly timeoutMs: number;
    /** How much of the answer's body is of use; what is longer than RESPONSE_MAX_BYTES and than this is cut. */
    readonly keptBytes: number;
    /** Default: POST. */
    readonly method?: 'POST' | 'OPTIONS' | undefined;
  },
  delivery: Message,
  done: (result: SendResult) => void,
) => void;

export const send: Send = ({ connection, path, timeoutMs, keptBytes, method = 'POST' }, { headers, body }, done) => {
  const flight = new Flight(connection, timeoutMs, keptBytes, done);
  try {
    connection.client.dispatch({ path, method, headers, body: method === 'POST' ? body : null }, flight);
  } catch (error) {
    flight.onError(error as Error);
  }
};

/**
 * One running request. undici calls the `on...` methods (its handlers of the raw form: they cost least), in the order
 * in which they stand here.
 */
class Flight implements Dispatcher.DispatchHandler {
  readonly #connection: Lent;
  #done: ((result: SendResult) => void) | null;
  readonly #deadline: NodeJS.Timeout;
  #connectedAt = 0;
  #headAt = 0;
  #status = 0;
  #headers: readonly Buffer[] = [];
  readonly #keptBytes: number;
  #kept: Buffer[] | null = null;
  #length = 0;

  constructor(connection: Lent, timeoutMs: number, keptBytes: number, done: (result: SendResult) => void) {
    this.#connection = connection;
    this.#keptBytes = keptBytes;
    this.#done = done;
    this.#deadline = setTimeout(() => this.#timeOut(timeoutMs), timeoutMs);
  }

  onConnect(): void {
    this.#connectedAt = performance.now();
  }

  onHeaders(status: number, rawHeaders: readonly Buffer[]): boolean {
    if (status < 200) return true;
    this.#headAt = performance.now();
    this.#status = status;
    this.#headers = rawHeaders;
    return true;
  }

  onData(chunk: Buffer): boolean {
    if (this.#length < this.#keptBytes) {
      this.#kept ??= [];
      this.#kept.push(Buffer.from(chunk.subarray(0, this.#keptBytes - this.#length)));
    }
    this.#length += chunk.length;
    if (this.#length > Math.max(RESPONSE_MAX_BYTES, this.#keptBytes)) this.#finish(this.#response());
    return true;
  }

  onComplete(): void {
    this.#finish(this.#response(), true);
  }

  onError(error: Error): void {
    const text = describe(error).slice(0, RESPONSE_KEPT_BYTES);
    this.#finish({ kind: 'failure', phase: phaseOf(error), text, durations: this.#durations() });
  }

  #response(): SendResult {
    const body = this.#kept === null ? null : Buffer.concat(this.#kept);
    const [status, headers, bodyBytes] = [this.#status, this.#headers, this.#length];
    return { kind: 'response', status, headers, body, bodyBytes, durations: this.#durations() };
  }

  #durations(): AttemptDurations {
    const { opened } = this.#connection;
    if (this.#headAt === 0) return opened ?? {};
    const firstByteMs = roundMs(this.#headAt - this.#connectedAt);
    return opened === undefined ? { firstByteMs } : { ...opened, firstByteMs };
  }

  #timeOut(timeoutMs: number): void {
    const text =
      this.#connectedAt > 0 ? `no complete answer within ${timeoutMs} ms` : `not connected within ${timeoutMs} ms`;
    this.#finish({ kind: 'failure', phase: 'timeout', text, durations: this.#durations() });
  }

  /** `whole`: the connection is good for another request; else it is cut, and with it whatever is under way there. */
  #finish(result: SendResult, whole = false): void {
    const done = this.#done;
    if (done === null) return;
    this.#done = null;
    clearTimeout(this.#deadline);
    this.#connection.opened = undefined;
    if (whole) this.#connection.giveBack();
    else this.#connection.drop();
    done(result);
  }
}

const DNS_CODES: ReadonlySet<string> = new Set([
  'DNS_TIMEOUT',
  'DNS_REFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENODATA',
  'ESERVFAIL',
  'EAI_FAIL',
  'EAI_NODATA',
]);
const TLS_CODE = /^(?:ERR_TLS|ERR_SSL|CERT_|EPROTO|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/** Which step of a request failed, by the codes of Node and undici. */
export function phaseOf(error: Error & { readonly code?: unknown }): AttemptPhase {
  const code = typeof error.code === 'string' ? error.code : '';
  if (code === 'ADDRESS_FORBIDDEN') return 'address';
  if (DNS_CODES.has(code)) return 'dns';
  if (TLS_CODE.test(code)) return 'tls';
  if (code.includes('TIMEOUT') || code === 'ETIMEDOUT') return 'timeout';
  return code.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW' ? 'status' : 'connect';
}

function describe(error: Error & { readonly code?: unknown }): string {
  const code = typeof error.code === 'string' && !error.message.includes(error.code) ? `${error.code} ` : '';
  return error.message === '' ? `${code}${error.name}` : `${code}${error.message}`;
}
