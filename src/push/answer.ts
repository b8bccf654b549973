// `deliver()`, step send: what an endpoint answered.
import type { AttemptDurations } from '../engine/attempt-detail.js';
import { RESPONSE_KEPT_BYTES } from '../model/limits.js';

export type Answer = {
  readonly kind: 'response';
  readonly status: number;
  /** Names and values in turn, as they came. */
  readonly headers: readonly Uint8Array[];
  /** The first bytes, as many as were asked for; null: there are none. */
  readonly body: Uint8Array | null;
  /** How long the body was, or at least is where it was cut. */
  readonly bodyBytes: number;
  readonly durations?: AttemptDurations;
};

/** @param name in lower case. The first one where it came several times. */
export function answerHeader({ headers }: Answer, name: string): string | null {
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const found = headers[at] as Uint8Array;
    if (found.length === name.length && latin1(found).toLowerCase() === name) return latin1(headers[at + 1]);
  }
  return null;
}

/** What is kept of it to be looked at. */
export function answerText({ body }: Answer): string | null {
  return body === null ? null : Buffer.from(body.subarray(0, RESPONSE_KEPT_BYTES)).toString('utf8');
}

function latin1(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
