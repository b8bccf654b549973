// The group of a subscription's name as fetches see it. While a subscription is paused it can be pulled: the group has a document
// then, and push leaves its progress alone. Whoever makes it push again deletes that document in the same unit, so that the
// writer refuses what fetches and acknowledgements have decided by it.
import type { CommitUnit, Engine, Expectation } from '../engine/engine.js';
import { PosthornError } from '../errors/posthorn-error.js';
import type { GroupName } from '../model/names.js';
import { matchesTopic } from '../model/topic-match.js';
import { type SubscriptionRecord, startOffsetOf } from './subscription-config.js';

type Reads = Pick<Engine, 'registry' | 'groups'>;

/** What a unit of push must hold that moves a paused subscription: nobody pulls it. */
export function notPulled(name: string): Expectation {
  return { kind: 'version', collection: 'groups', name, version: 0 };
}

export function isPulled(registry: Pick<Engine['registry'], 'get'>, name: string): boolean {
  return registry.get('groups', name) !== undefined;
}

/** Ends the group for fetches: its leases are over, and what waits for another attempt is due at once. */
export function takeBack({ registry, groups }: Reads, group: GroupName) {
  const document = registry.get('groups', group);
  const expect: Expectation = { kind: 'version', collection: 'groups', name: group, version: document?.version ?? 0 };
  if (document === undefined) return { expect: [expect], documents: [], parked: [] };
  return {
    expect: [expect],
    documents: [{ collection: 'groups', name: group, body: null }],
    parked: groups
      .progress(group)
      .map(({ topic, partition }) => ({ kind: 'release', group, topic, partition }) as const),
  } satisfies CommitUnit;
}

/** @throws NON_EMPTY_GROUP */
export function refuseMembers({ registry }: Pick<Engine, 'registry'>, group: GroupName): void {
  const body = registry.get('groups', group)?.body as { readonly members?: readonly unknown[] } | undefined;
  const count = body?.members?.length ?? 0;
  if (count === 0) return;
  throw new PosthornError(
    'NON_EMPTY_GROUP',
    `Group '${group}' has ${count} members that fetch from it. Stop them, or end each with ` +
      `DELETE /v1/groups/${group}/members/{id} (GET /v1/groups/${group} lists them); then put the subscription again.`,
  );
}

/** The subscription `group` as fetches by its name need it; undefined: there is none. */
export function readPulled(registry: Pick<Engine['registry'], 'get'>, group: GroupName) {
  const document = registry.get('subscriptions', group);
  if (document === undefined) return undefined;
  const { state, topics, startOffsets, filter } = document.body as SubscriptionRecord;
  return {
    version: document.version,
    state,
    filter,
    receives: (topic: string): boolean => matchesTopic(topics, topic),
    startOffset: (topic: string, incarnation: number, partition: number): number =>
      startOffsetOf(startOffsets, topic, incarnation, partition),
  };
}
