// POST /v1/groups/{group}/acknowledge, and what a shared fetch brings along: judged as a whole before anything changes.
import { type ErrorPlace, PosthornError } from '../../../errors/posthorn-error.js';
import { type Item, postpone, removeItem } from './backlog.js';

export type Receipt = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** As the fetch gave it. */
  readonly attempt: number;
};

export type Settlement = {
  /** Only what this member holds. */
  readonly memberId?: string;
  readonly ack: readonly Receipt[];
  /** Due again after `delayMs`. */
  readonly nack: readonly (Receipt & { readonly delayMs: number })[];
  /** Held for `leaseMs` from now. */
  readonly extend: readonly (Receipt & { readonly leaseMs: number })[];
};

export type Judged = {
  readonly ack: readonly Item[];
  readonly nack: readonly { readonly item: Item; readonly delayMs: number }[];
  readonly extend: readonly { readonly item: Item; readonly leaseMs: number }[];
};

export type FindItem = (topic: string, partition: number, offset: number) => Item | undefined;

/** @throws INVALID_RECORD_STATE naming every event that is not held under this attempt any more */
export function judge(find: FindItem, group: string, settlement: Settlement): Judged {
  const errors: ErrorPlace[] = [];
  const heldBy = <R extends Receipt>(list: 'ack' | 'nack' | 'extend', receipts: readonly R[]) =>
    receipts.flatMap((receipt, index) => {
      const item = find(receipt.topic, receipt.partition, receipt.offset);
      const wrong = whyNot(item, receipt, settlement.memberId);
      if (wrong === undefined && item !== undefined) return [{ item, receipt }];
      errors.push({ index, path: `/${list}/${index}`, message: wrong ?? 'is not handed out' });
      return [];
    });
  const ack = heldBy('ack', settlement.ack);
  const nack = heldBy('nack', settlement.nack);
  const extend = heldBy('extend', settlement.extend);
  const [first] = errors;
  if (first !== undefined) throw stale(group, first, errors);
  return {
    ack: ack.map(({ item }) => item),
    nack: nack.map(({ item, receipt }) => ({ item, delayMs: receipt.delayMs })),
    extend: extend.map(({ item, receipt }) => ({ item, leaseMs: receipt.leaseMs })),
  };
}

function whyNot(
  item: Item | undefined,
  { attempt, ...place }: Receipt,
  member: string | undefined,
): string | undefined {
  const named = `offset ${place.offset} of '${place.topic}' partition ${place.partition}`;
  if (item === undefined || item.lastOffset > item.offset) return `${named} is done, or was never handed out`;
  if (item.lease === null) return `${named} was given back and waits for its next attempt`;
  if (item.attempts !== attempt) return `${named} is held under attempt ${item.attempts}, not ${attempt}`;
  if (member !== undefined && item.lease !== member) return `${named} is held by another member`;
  return undefined;
}

function stale(group: string, first: ErrorPlace, errors: readonly ErrorPlace[]): PosthornError {
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more: see errors)` : '';
  const detail =
    `${first.path?.slice(1)}: ${first.message}${more}. Nothing was changed: leave these out and send the others again; ` +
    `what is still due comes with POST /v1/groups/${group}/fetch.`;
  return new PosthornError('INVALID_RECORD_STATE', detail, { errors });
}

/** `giveUp`: it was returned from its last attempt. */
export function settle({ ack, nack, extend }: Judged, now: number, giveUp: (item: Item) => void): void {
  for (const item of ack) removeItem(item);
  for (const { item, delayMs } of nack) {
    if (item.attempts >= item.backlog.maxAttempts) giveUp(item);
    else postpone(item, now + delayMs, null);
  }
  for (const { item, leaseMs } of extend) postpone(item, now + leaseMs, item.lease);
}
