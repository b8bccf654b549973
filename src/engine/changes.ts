// What the topic _changes tells: every change of the bus's own state appends one event to it, in the unit that makes the
// change. Never an endpoint, a header or a secret.
import { isFilledByBus } from '../model/dead-letter-topic.js';
import { CHANGES_TOPIC, INTERNAL_PARTITION } from '../model/internal-topics.js';
import { CHANGE_MAX_PLACES } from '../model/limits.js';
import { pack } from '../model/values.js';
import type { Append } from './engine.js';
import { type SeekStep, sumsOf } from './seek-places.js';
import type { Loss } from './trim.js';

type Place = { readonly partition: number };
type LossKind = 'subscription.lost' | 'group.lost';
type SoughtKind = 'subscription.sought' | 'group.sought';
type MemberOf = { readonly name: string; readonly memberId: string; readonly instanceId?: string };

export type Change =
  /** `deadLettersOf`: the subscription or group that it was made for. */
  | {
      readonly kind: 'topic.created';
      readonly name: string;
      readonly config: unknown;
      readonly deadLettersOf?: string;
    }
  | { readonly kind: 'topic.changed'; readonly name: string; readonly config: unknown }
  | { readonly kind: 'topic.trimmed'; readonly name: string; readonly offsets: readonly (Place & { offset: number })[] }
  | { readonly kind: 'topic.deleted'; readonly name: string }
  | {
      readonly kind: 'schema.registered' | 'schema.changed';
      readonly name: string;
      readonly version: number;
      readonly compatibility: string;
    }
  | { readonly kind: 'subscription.created'; readonly name: string; readonly topics: readonly string[] }
  | { readonly kind: 'subscription.changed'; readonly name: string; readonly fields: readonly string[] }
  | { readonly kind: 'subscription.paused'; readonly name: string; readonly reason: string }
  | { readonly kind: 'subscription.verification-failed'; readonly name: string; readonly reason: string }
  | { readonly kind: 'subscription.verified' | 'subscription.resumed' | 'subscription.deleted'; readonly name: string }
  | {
      readonly kind: 'subscription.secret-rotated';
      readonly name: string;
      readonly secretId: string;
      readonly algorithm: string;
      readonly graceMs: number;
    }
  | { readonly kind: 'subscription.secret-deleted'; readonly name: string; readonly secretId: string }
  | {
      readonly kind: SoughtKind;
      readonly name: string;
      readonly replayed: number;
      readonly skipped: number;
      readonly offsets: readonly (Place & { topic: string; committedOffset: number; newOffset: number })[];
    }
  | {
      readonly kind: LossKind;
      readonly name: string;
      readonly topic: string;
      readonly partition: number;
      readonly events: number;
    }
  /** `name`: the subscription's. */
  | { readonly kind: 'endpoint.opened'; readonly name: string; readonly since: number }
  | { readonly kind: 'endpoint.closed'; readonly name: string }
  | (MemberOf & { readonly kind: 'group.joined'; readonly topics: readonly string[] })
  | (MemberOf & { readonly kind: 'group.left'; readonly reason: string })
  | { readonly kind: 'group.deleted'; readonly name: string }
  /** `name`: the subscription's. */
  | { readonly kind: 'replay.begun'; readonly name: string; readonly replay: string; readonly events: number }
  | { readonly kind: 'replay.ended'; readonly name: string; readonly replay: string }
  | { readonly kind: 'replay.cancelled'; readonly name: string; readonly replay: string; readonly reason: string }
  | { readonly kind: 'redrive.begun'; readonly name: string; readonly redrive: string; readonly events: number }
  | { readonly kind: 'redrive.ended'; readonly name: string; readonly redrive: string }
  | { readonly kind: 'redrive.cancelled'; readonly name: string; readonly redrive: string; readonly reason: string }
  | { readonly kind: 'attempt.resent'; readonly name: string; readonly attempt: string; readonly events: number };

type ChangeKind = Change['kind'];

/**
 * docs/changes.md is printed from it: when the event is appended, and its fields beside `kind`, `name` and `at`.
 * @public
 */
export const CHANGE_KINDS: Readonly<Record<ChangeKind, { readonly when: string; readonly fields: string }>> = {
  'topic.created': {
    when: 'A topic was made; `deadLettersOf` where it is the dead letter topic of that subscription or group',
    fields: '`config`, `deadLettersOf`?',
  },
  'topic.changed': { when: 'Its configuration was changed', fields: '`config`' },
  'topic.trimmed': {
    when: 'Events were deleted by a call; `offset` as it was asked for, -1: all that there were',
    fields: '`offsets`: [`partition`, `offset`]',
  },
  'topic.deleted': { when: 'It was deleted, its schema with it', fields: '' },
  'schema.registered': { when: 'The topic `name` got a version of its schema', fields: '`version`, `compatibility`' },
  'schema.changed': { when: 'The latest version got another compatibility', fields: '`version`, `compatibility`' },
  'subscription.created': { when: 'A subscription was made', fields: '`topics`' },
  'subscription.changed': { when: 'It was changed; `fields` names what was', fields: '`fields`' },
  'subscription.paused': {
    when: 'By a call, or because its endpoint asked for it (410, `webhook-delivery: disable`) or failed for `disableAfterMs`',
    fields: '`reason`',
  },
  'subscription.resumed': { when: 'By a call, or because its endpoint was verified', fields: '' },
  'subscription.verified': { when: 'Its endpoint agreed to what it is to be sent', fields: '' },
  'subscription.verification-failed': { when: 'It did not, or could not be asked', fields: '`reason`' },
  'subscription.deleted': { when: 'It was deleted', fields: '' },
  'subscription.secret-rotated': {
    when: 'It signs with another secret; former ones sign for at most `graceMs` more',
    fields: '`secretId`, `algorithm`, `graceMs`',
  },
  'subscription.secret-deleted': { when: 'A former secret signs no more', fields: '`secretId`' },
  'subscription.sought': {
    when: 'It was moved to other offsets',
    fields: '`replayed`, `skipped`, `offsets`: [`topic`, `partition`, `committedOffset`, `newOffset`]',
  },
  'subscription.lost': {
    when: 'Events were deleted before they were delivered',
    fields: '`topic`, `partition`, `events`',
  },
  'endpoint.opened': {
    when: 'The endpoint of the subscription `name` is plainly down: it is probed, and lag grows',
    fields: '`since`',
  },
  'endpoint.closed': {
    when: 'It is well again; one that flaps has then been so for 10 minutes',
    fields: '',
  },
  'group.joined': {
    when: 'A member joined the group; one that comes back by its `instanceId` in time is not told',
    fields: '`memberId`, `instanceId`?, `topics`',
  },
  'group.left': {
    when: 'A member is gone: its session ended, or it was removed by a call',
    fields: '`memberId`, `instanceId`?, `reason`',
  },
  'group.sought': {
    when: 'It was moved to other offsets by a call',
    fields: '`replayed`, `skipped`, `offsets`: [`topic`, `partition`, `committedOffset`, `newOffset`]',
  },
  'group.deleted': { when: 'It was deleted by a call', fields: '' },
  'group.lost': {
    when: 'Events were deleted before they were handed out',
    fields: '`topic`, `partition`, `events`',
  },
  'replay.begun': {
    when: 'The subscription `name` is sent a range of `events` events once more',
    fields: '`replay`, `events`',
  },
  'replay.ended': { when: 'All of it was sent, dead-lettered or lost', fields: '`replay`' },
  'replay.cancelled': { when: 'By a call, or with its subscription', fields: '`replay`, `reason`' },
  'redrive.begun': {
    when: 'The subscription `name` is sent `events` of its dead letters again',
    fields: '`redrive`, `events`',
  },
  'redrive.ended': { when: 'All of them were delivered, or failed again', fields: '`redrive`' },
  'redrive.cancelled': { when: 'By a call, or with its subscription', fields: '`redrive`, `reason`' },
  'attempt.resent': {
    when: 'The subscription `name` is sent what one attempt carried once more, by a call',
    fields: '`attempt`, `events`',
  },
};

/**
 * To be put into the unit that makes the changes. Key: what was changed, e.g. `subscriptions/billing`; value: the change as
 * JSON. @param at ms since the epoch
 */
export function changeEvents(at: number, changes: readonly Change[]): Append {
  const values = changes.map((change) => Buffer.from(JSON.stringify(describeChange(at, change))));
  return {
    topic: CHANGES_TOPIC,
    partition: INTERNAL_PARTITION,
    batch: { count: values.length, ...pack(values), columns: { key: changes.map(keyOf) } },
  };
}

/**
 * Of users' topics only. A loss told in _changes would be an event that its own reader may lose next, and one of dead letters
 * may come from there: neither would ever end.
 */
export function lossChanges(kind: LossKind, losses: readonly Loss[]): Change[] {
  return losses
    .filter(({ topic }) => !isFilledByBus(topic))
    .map(({ group: name, topic, partition, events }) => ({ kind, name, topic, partition, events }));
}

export function soughtChange(kind: SoughtKind, name: string, steps: readonly SeekStep[]): Change {
  const offsets = steps.map(({ topic, partition, committedOffset, newOffset }) => {
    return { topic, partition, committedOffset, newOffset };
  });
  return { kind, name, ...sumsOf(steps), offsets };
}

function keyOf({ kind, name }: Change): string {
  return `${kind.slice(0, kind.indexOf('.'))}s/${name}`;
}

/** A list of places is cut, so that no change grows with the number of partitions. */
function describeChange(at: number, { kind, name, ...rest }: Change): Readonly<Record<string, unknown>> {
  const value = { kind, name, at, ...rest };
  return 'offsets' in value ? { ...value, offsets: value.offsets.slice(0, CHANGE_MAX_PLACES) } : value;
}
