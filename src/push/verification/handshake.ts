// What an endpoint is asked before it is sent anything, and what its answer means: the handshake of CloudEvents' webhooks
// (https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md, 4), or a signed ping. In the push thread.
import type { Clock } from '../../model/clock.js';
import { RESPONSE_KEPT_BYTES } from '../../model/limits.js';
import { VERIFY_REQUEST_RATE } from '../../model/transport-limits.js';
import { type Answer, answerHeader } from '../answer.js';
import type { Courier, Sending } from '../endpoint/courier.js';
import type { SendResult } from '../outcome.js';
import type { Box } from '../sealed.js';
import { openSecrets } from '../signing/live-secrets.js';
import { makeSigner } from '../signing.js';
import type { SubscriptionRecord } from '../subscription-config.js';
import type { VerifyOutcome } from './verification.js';

export type VerifyQuestion = {
  readonly name: string;
  readonly record: SubscriptionRecord;
  /** Where the endpoint may agree later. */
  readonly callback: string | null;
};

export type HandshakeDeps = {
  readonly courier: Pick<Courier, 'send'>;
  readonly box: Box;
  readonly clock: Pick<Clock, 'now'>;
};

export function makeHandshake({ courier, box, clock }: HandshakeDeps) {
  return ({ name, record, callback }: VerifyQuestion): Promise<VerifyOutcome> => {
    const origin = record.verification?.origin;
    const sending = origin === undefined ? ping(name, record, { box, clock }) : options(record, origin, callback);
    return new Promise((resolve) => {
      courier.send(record, sending, (result) => {
        resolve(result.kind === 'failure' ? failed(result) : judged(result, origin, callback !== null));
      });
    });
  };
}

function judged(answer: Answer, origin: string | undefined, mayCall: boolean): VerifyOutcome {
  return origin === undefined ? judgePing(answer) : judgeOptions(answer, origin, mayCall);
}

function failed({ phase, text }: Extract<SendResult, { kind: 'failure' }>): VerifyOutcome {
  return { kind: 'failed', detail: `${phase}: ${text}` };
}

function judgePing({ status }: Answer): VerifyOutcome {
  const kind = status >= 200 && status < 300 ? 'verified' : 'failed';
  return { kind, detail: `the endpoint answered the ping with ${status}` };
}

/** The status says nothing (4.2): many servers answer OPTIONS without meaning it. */
function judgeOptions(answer: Answer, origin: string, mayCall: boolean): VerifyOutcome {
  const allowed = answerHeader(answer, 'webhook-allowed-origin')?.trim();
  if (allowed === '*' || allowed?.toLowerCase() === origin.toLowerCase()) {
    const rate = allowedRate(answerHeader(answer, 'webhook-allowed-rate'));
    return { kind: 'verified', detail: `the endpoint allows ${allowed}`, ...rate };
  }
  if (allowed !== undefined)
    return { kind: 'failed', detail: `the endpoint allows '${allowed.slice(0, 100)}', not ${origin}` };
  if (mayCall) return { kind: 'waiting', detail: 'the endpoint may still agree by the callback' };
  return {
    kind: 'failed',
    detail: `the endpoint answered OPTIONS with ${answer.status} and no WebHook-Allowed-Origin`,
  };
}

/** Requests a minute; none where the header is `*`, absent or no positive integer. */
export function allowedRate(header: string | null): { readonly allowedRatePerMinute?: number } {
  const rate = /^[1-9]\d{0,9}$/.test(header?.trim() ?? '') ? Number(header) : undefined;
  return rate === undefined ? {} : { allowedRatePerMinute: rate };
}

function options({ endpoint }: SubscriptionRecord, origin: string, callback: string | null): Sending {
  const headers = [...ownHeaders(endpoint.headers), 'webhook-request-origin', origin];
  headers.push('webhook-request-rate', String(VERIFY_REQUEST_RATE));
  if (callback !== null) headers.push('webhook-request-callback', callback);
  return { delivery: { headers, body: new Uint8Array() }, method: 'OPTIONS', keptBytes: RESPONSE_KEPT_BYTES };
}

function ping(name: string, record: SubscriptionRecord, { box, clock }: Omit<HandshakeDeps, 'courier'>): Sending {
  const body = Buffer.from(JSON.stringify({ type: 'ping', subscription: name }));
  const id = `ping_${record.verification?.id ?? ''}`;
  const timestamp = String(Math.floor(clock.now() / 1_000));
  const signature = makeSigner(openSecrets(record, box, clock.now()), clock)(id, timestamp, body);
  const headers = [...ownHeaders(record.endpoint.headers), 'content-type', 'application/json'];
  headers.push('webhook-id', id, 'webhook-timestamp', timestamp, 'webhook-signature', signature);
  headers.push('posthorn-verification', 'ping', 'posthorn-subscription', name);
  return { delivery: { headers, body }, keptBytes: RESPONSE_KEPT_BYTES };
}

function ownHeaders(headers: Readonly<Record<string, string>>): string[] {
  const list = Object.entries(headers).flatMap(([name, value]) => [name.toLowerCase(), value]);
  return list.some((name, at) => at % 2 === 0 && name === 'user-agent') ? list : ['user-agent', 'Posthorn', ...list];
}
