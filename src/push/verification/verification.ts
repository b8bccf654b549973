// Whether an endpoint has agreed to what it is sent, and what that means for its subscription. Pure.
import type { Fields } from '../../model/fields.js';
import type { EndpointConfig, SubscriptionRecord } from '../subscription-config.js';

/** How an endpoint shows that it agrees; absent: it need not. */
export type Verify = 'ping' | 'options';

export type Verification = {
  /** Of one try: what comes later of an earlier one counts for nothing. */
  readonly id: string;
  readonly state: 'pending' | 'verified' | 'failed';
  /** Ms since the epoch. */
  readonly at: number;
  readonly detail: string;
  /** The subscription is paused for no other reason. */
  readonly holds: boolean;
  /** What deliveries must say of where they come from, where the handshake has asked in that name. */
  readonly origin?: string;
  readonly allowedRatePerMinute?: number;
  /** SHA-256 of what the endpoint may agree by later, base64, until when, ms since the epoch. */
  readonly callback?: { readonly hash: string; readonly until: number };
};

export type VerificationDescription = Pick<Verification, 'state' | 'at' | 'detail' | 'allowedRatePerMinute'>;

/** What came of asking. `waiting`: it may still agree by the callback. */
export type VerifyOutcome = {
  readonly kind: 'verified' | 'failed' | 'waiting';
  readonly detail: string;
  readonly allowedRatePerMinute?: number;
};

export const HELD_REASON = 'its endpoint is not verified';

export function readVerify(fields: Fields, { listen }: Pick<EndpointConfig, 'listen'>): { readonly verify?: Verify } {
  const verify = fields.oneOf<Verify | 'none'>('verify', ['none', 'ping', 'options'], 'none');
  if (verify !== 'none' && listen === true) {
    fields.wrong('verify', 'must be left out with endpoint.listen, which has no URL to ask');
    return {};
  }
  return verify === 'none' ? {} : { verify };
}

/** Whether a record that is to be written needs its endpoint's word, which it does not have. */
export function needsVerification(next: SubscriptionRecord, before: SubscriptionRecord | undefined): boolean {
  if (next.verify === undefined) return false;
  return next.verification === undefined || before?.verify !== next.verify || before.endpoint.url !== next.endpoint.url;
}

/** The record while the endpoint is asked: nothing is sent. */
export function heldRecord(
  record: SubscriptionRecord,
  verification: Omit<Verification, 'holds' | 'state' | 'detail'>,
): SubscriptionRecord {
  const holds = record.state === 'active' || record.verification?.holds === true;
  const asked: Verification = { ...verification, state: 'pending', detail: 'the endpoint is being asked', holds };
  return { ...record, ...(holds ? { state: 'paused', reason: HELD_REASON } : {}), verification: asked };
}

/** The record after the endpoint was asked. @param now ms since the epoch */
export function concludedRecord(record: SubscriptionRecord, outcome: VerifyOutcome, now: number): SubscriptionRecord {
  const { verification } = record;
  if (verification === undefined) return record;
  const { callback, ...rest } = verification;
  const { kind, detail, allowedRatePerMinute } = outcome;
  const rate = allowedRatePerMinute === undefined ? {} : { allowedRatePerMinute };
  switch (kind) {
    case 'verified': {
      const verified: Verification = { ...rest, ...rate, state: 'verified', at: now, detail, holds: false };
      const resumed = verification.holds ? { state: 'active' as const, reason: null } : {};
      return { ...record, ...resumed, verification: verified };
    }
    case 'waiting':
      return { ...record, verification: { ...rest, ...(callback === undefined ? {} : { callback }), at: now, detail } };
    case 'failed': {
      const reason = verification.holds ? { reason: `${HELD_REASON}: ${detail}` } : {};
      return { ...record, ...reason, verification: { ...rest, state: 'failed', at: now, detail } };
    }
    default:
      return kind satisfies never;
  }
}

/** What is shown of it. A callback that nobody called in time is no longer waited for. */
export function describeVerification(
  { verify, verification }: SubscriptionRecord,
  now: number,
): { readonly verify: Verify | 'none'; readonly verification?: VerificationDescription } {
  if (verify === undefined || verification === undefined) return { verify: verify ?? 'none' };
  const { state, at, detail, allowedRatePerMinute, callback } = verification;
  const rate = allowedRatePerMinute === undefined ? {} : { allowedRatePerMinute };
  const late = state === 'pending' && callback !== undefined && callback.until <= now;
  if (late)
    return {
      verify,
      verification: { state: 'failed', at: callback.until, detail: 'nobody called the callback in time' },
    };
  return { verify, verification: { state, at, detail, ...rate } };
}
