// What subscriptions tell in the topic _changes: never their endpoints or secrets.
import { isDeepStrictEqual } from 'node:util';
import type { Change } from '../engine/changes.js';
import type { SubscriptionRecord } from './subscription-config.js';

/** Fields of the record that nobody puts. */
const OWN_FIELDS: readonly (keyof SubscriptionRecord)[] = [
  'id',
  'secrets',
  'state',
  'reason',
  'startOffsets',
  'seeks',
  'verification',
];

export function changedChange(name: string, before: SubscriptionRecord, after: SubscriptionRecord): Change {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof SubscriptionRecord)[];
  const fields: string[] = names.filter(
    (field) => !OWN_FIELDS.includes(field) && !isDeepStrictEqual(before[field], after[field]),
  );
  if (!isDeepStrictEqual(before.secrets, after.secrets)) fields.push('secret');
  return { kind: 'subscription.changed', name, fields };
}

export function stateChange(name: string, { state, reason }: Pick<SubscriptionRecord, 'state' | 'reason'>): Change {
  return state === 'active'
    ? { kind: 'subscription.resumed', name }
    : { kind: 'subscription.paused', name, reason: reason ?? '' };
}
