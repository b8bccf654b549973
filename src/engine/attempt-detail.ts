// What is known of an attempt beside the fields that are searched: one JSON text in storage, so that a further field needs no
// migration. Never a secret.

import type { Runs } from './runs.js';

/** Of one request, ms. A connection that was used before has no `dnsMs`, `connectMs` and `tlsMs`. */
export type AttemptDurations = {
  readonly dnsMs?: number;
  readonly connectMs?: number;
  readonly tlsMs?: number;
  /** From the moment that the connection was there to the head of the answer. */
  readonly firstByteMs?: number;
};

export type Headers = Readonly<Record<string, string>>;

export type AttemptDetail = {
  readonly durations?: AttemptDurations;
  /** The redrive or the resend that it was part of. */
  readonly redrive?: string;
  readonly resend?: string;
  /** Of these: they have that of another delivery. */
  readonly webhookId?: string;
  /** Of a batch: the endpoint has taken the events up to this offset, and the rest is sent again. */
  readonly ackedThrough?: number;
  /** Of a batch that a filter has left events out of: what it stands for, see runs.ts. Not shown. */
  readonly runs?: Runs;
  /** As they were sent, secrets left out. Only shown of one attempt, as `response` below. */
  readonly requestHeaders?: Headers;
  readonly responseHeaders?: Headers;
};
