// What a shared group is right now, by its document and the subscription of its name. Every unit expects both to be as they
// were read, so that whoever takes the group over refuses what was decided before.
import type { Document, Engine, Expectation } from '../../../engine/engine.js';
import { PosthornError } from '../../../errors/posthorn-error.js';
import type { GroupName } from '../../../model/names.js';
import { matchesTopic } from '../../../model/topic-match.js';
import type { GroupRecord } from '../group-record.js';

/** The document of a shared group. */
export type SharedRecord = GroupRecord & {
  readonly mode: 'shared';
  /** Names and prefixes that it was fetched by: what appears under them later is read from its beginning. */
  readonly topics: readonly string[];
  readonly maxAttempts: number;
};

/** The subscription of the group's name, as far as fetches need it. */
export type PulledSubscription = {
  readonly version: number;
  readonly state: 'active' | 'paused';
  receives(topic: string): boolean;
  /** JSON of what its events are narrowed by; undefined: nothing. */
  readonly filter?: unknown;
  /** Where it begins in a partition that it has no progress in. */
  startOffset(topic: string, incarnation: number, partition: number): number;
};

export type Standing = {
  readonly group: GroupName;
  readonly version: number;
  /** Undefined: nobody has fetched by it yet. */
  readonly record: SharedRecord | undefined;
  /** Paused. */
  readonly subscription: PulledSubscription | undefined;
};

export type StandingDeps = {
  readonly engine: { readonly registry: Pick<Engine['registry'], 'get'> };
  readonly subscription: (group: GroupName) => PulledSubscription | undefined;
};

/** @throws INCONSISTENT_GROUP_PROTOCOL */
export function standingOf({ engine, subscription: find }: StandingDeps, group: GroupName): Standing {
  const subscription = find(group);
  if (subscription?.state === 'active') {
    throw new PosthornError(
      'INCONSISTENT_GROUP_PROTOCOL',
      `'${group}' is a subscription and served by push. Pause it with POST /v1/subscriptions/${group}/pause, then fetch.`,
    );
  }
  const document = engine.registry.get('groups', group);
  return { group, version: document?.version ?? 0, record: recordOf(group, document), subscription };
}

function recordOf(group: GroupName, document: Document | undefined): SharedRecord | undefined {
  if (document === undefined) return undefined;
  const record = document.body as GroupRecord;
  if (record.mode === 'shared') return record as SharedRecord;
  throw new PosthornError(
    'INCONSISTENT_GROUP_PROTOCOL',
    `Group '${group}' is in exclusive mode. Fetch without "mode" and commit with POST /v1/groups/${group}/offsets, or use another group.`,
  );
}

export function expectationsOf({ group, version, subscription }: Standing): Expectation[] {
  return [
    { kind: 'version', collection: 'groups', name: group, version },
    { kind: 'version', collection: 'subscriptions', name: group, version: subscription?.version ?? 0 },
  ];
}

export function isSameStanding(a: Standing, b: Standing): boolean {
  return a.version === b.version && a.subscription?.version === b.subscription?.version;
}

/** Whether fetches by the group have come to a topic of this name. */
export function isRead({ record, subscription }: Standing, topic: string): boolean {
  return matchesTopic(record?.topics ?? [], topic) && (subscription?.receives(topic) ?? true);
}

export function notFetched(group: string): PosthornError {
  return new PosthornError(
    'GROUP_ID_NOT_FOUND',
    `Group '${group}' has handed out nothing. Fetch first: POST /v1/groups/${group}/fetch with {"topics": ["orders"], "mode": "shared"}.`,
  );
}
