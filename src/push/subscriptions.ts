// Subscriptions as the API knows them: put, look, pause, resume, delete. The push thread follows the documents that
// are written here; the two share nothing else.
import { attemptDocument } from '../engine/attempt-document.js';
import { type Change, changeEvents, soughtChange } from '../engine/changes.js';
import type { CommitUnit, Document, Engine } from '../engine/engine.js';
import { type SeekStep, sumsOf } from '../engine/seek-places.js';
import { PosthornError } from '../errors/posthorn-error.js';
import type { Clock } from '../model/clock.js';
import {
  ATTEMPTS_DEFAULT_LIMIT,
  LIST_DEFAULT_LIMIT,
  LIST_MAX_LIMIT,
  SUBSCRIPTION_NAME_MAX_CHARS,
} from '../model/limits.js';
import { type GroupName, isInternalName, parseGroupName } from '../model/names.js';
import { isPrefix } from '../model/topic-match.js';
import { commitChange } from './commit-change.js';
import type { EndpointCheck } from './endpoint/endpoint-check.js';
import { makeReplays, type ReplayAnswer } from './replays.js';
import type { Box } from './sealed.js';
import { planSeek, seekUnit } from './seek.js';
import { parseSeekOrRange } from './seek-range.js';
import { makeSecret } from './signing/secret.js';
import { requireStarts } from './start-position.js';
import { parseSubscription } from './subscription-body.js';
import { stateChange } from './subscription-changes.js';
import type { SubscriptionConfig, SubscriptionRecord } from './subscription-config.js';
import { changedUnit, createdUnit, deletedUnit, stateUnit } from './subscription-units.js';
import { describeSubscription, type SubscriptionDescription } from './subscription-view.js';

export type Page<T> = { readonly items: readonly T[]; readonly next?: string };

export type SeekAnswer = {
  readonly dryRun: boolean;
  /** Sums over `offsets`. */
  readonly replayed: number;
  readonly skipped: number;
  readonly offsets: readonly SeekStep[];
};

export type Subscriptions = {
  /** The answer that creates it, or gives it another secret, carries its `secret`. */
  put(name: string, body: unknown): Promise<SubscriptionDescription & { readonly secret?: string }>;
  describe(name: string): SubscriptionDescription;
  list(page: { readonly after?: string; readonly limit?: number }): Page<SubscriptionDescription>;
  delete(name: string): Promise<void>;
  pause(name: string): Promise<SubscriptionDescription>;
  resume(name: string): Promise<SubscriptionDescription>;
  /**
   * What is under way where it moves ends first, and counts for nothing. A range moves nothing: it is sent once more beside
   * what is live. `dryRun`: only says what it would do.
   */
  seek(name: string, body: unknown, options?: { readonly dryRun?: boolean }): Promise<SeekAnswer | ReplayAnswer>;
  /** @throws REPLAY_NOT_FOUND */
  cancelReplay(name: string, id: string): Promise<void>;
  attempts(name: string, page: { readonly after?: string; readonly limit?: number }): Page<Record<string, unknown>>;
};

export type SubscriptionsDeps = {
  readonly engine: Pick<Engine, 'registry' | 'log' | 'groups' | 'attempts' | 'commit'>;
  readonly clock: Clock;
  readonly checkEndpoint: EndpointCheck;
  readonly box: Box;
};

export function makeSubscriptions({ engine, clock, checkEndpoint }: SubscriptionsDeps): Subscriptions {
  const { registry } = engine;
  const replays = makeReplays({ engine, clock });

  const find = (name: string): Document => {
    const group = parseGroupName(name);
    const document = registry.get('subscriptions', group);
    if (document !== undefined) return document;
    throw new PosthornError(
      'SUBSCRIPTION_NOT_FOUND',
      `Subscription '${group}' does not exist. Create it with PUT /v1/subscriptions/${group} and a body such as ` +
        '{"topics": ["orders"], "endpoint": {"url": "https://example.com/hook"}}.',
    );
  };

  const describe = (document: Document): SubscriptionDescription => describeSubscription(engine, clock.now(), document);

  const telling = (unit: CommitUnit, ...changes: readonly Change[]): CommitUnit => {
    return { ...unit, appends: [changeEvents(clock.now(), changes)] };
  };

  const write = (change: () => CommitUnit | undefined): Promise<void> => commitChange(engine, change);

  const setState = async (
    name: string,
    state: 'active' | 'paused',
    reason: string | null,
  ): Promise<SubscriptionDescription> => {
    await write(() => {
      const document = find(name);
      const record = document.body as SubscriptionRecord;
      if (record.state === state) return undefined;
      return telling(stateUnit(engine, document, { state, reason }), stateChange(document.name, { state, reason }));
    });
    return describe(find(name));
  };

  return {
    put: async (name, body) => {
      const group = parseSubscriptionName(name);
      const { config, secret: given } = parseSubscription(group, body);
      const topics = registry.list('topics');
      requireTopics(config, topics);
      await checkEndpoint(config.endpoint.url);
      requireStarts(engine, config.start);
      let secret: string | undefined;
      await write(() => {
        const before = registry.get('subscriptions', group);
        if (before !== undefined) {
          secret = isCurrentSecret(before, given) ? undefined : given;
          return changedUnit(engine, group, before, config, secret, telling);
        }
        secret = given ?? makeSecret(clock);
        const unit = createdUnit(engine, group, config, { id: clock.uuid(), secrets: [secret] });
        return telling(unit, { kind: 'subscription.created', name: group, topics: config.topics });
      });
      const description = describe(find(group));
      return secret === undefined ? description : { ...description, secret };
    },
    describe: (name) => describe(find(name)),
    list: (page) => listPage(registry, page, describe),
    delete: (name) =>
      write(() => {
        const document = find(name);
        const { unit, changes } = deletedUnit(engine, document);
        return telling(unit, ...changes, { kind: 'subscription.deleted', name: document.name });
      }),
    pause: (name) => setState(name, 'paused', 'paused by a call'),
    resume: (name) => setState(name, 'active', null),
    seek: async (name, body, { dryRun = false } = {}) => {
      const target = parseSeekOrRange(body);
      if (target.kind === 'range') return replays.begin(() => find(name), target, dryRun);
      let steps: readonly SeekStep[] = [];
      await write(() => {
        const document = find(name);
        steps = planSeek(engine, document, target);
        if (dryRun || steps.length === 0) return undefined;
        return telling(seekUnit(engine, document, steps), soughtChange('subscription.sought', document.name, steps));
      });
      return { dryRun, ...sumsOf(steps), offsets: steps };
    },
    cancelReplay: (name, id) => replays.cancel(() => find(name), id),
    attempts: (name, page) => attemptsPage(engine.attempts, find(name).name as GroupName, page),
  };
}

function listPage(
  registry: Engine['registry'],
  { after, limit = LIST_DEFAULT_LIMIT }: { readonly after?: string; readonly limit?: number },
  describe: (document: Document) => SubscriptionDescription,
): Page<SubscriptionDescription> {
  const size = Math.min(Math.max(1, limit), LIST_MAX_LIMIT);
  const documents = registry.list('subscriptions', { limit: size + 1, ...(after === undefined ? {} : { after }) });
  const items = documents.slice(0, size).map(describe);
  const last = items[items.length - 1];
  return documents.length > size && last !== undefined ? { items, next: last.name } : { items };
}

function attemptsPage(
  attempts: Engine['attempts'],
  group: GroupName,
  { after, limit = ATTEMPTS_DEFAULT_LIMIT }: { readonly after?: string; readonly limit?: number },
): Page<Record<string, unknown>> {
  const before = after === undefined ? {} : { before: parseAttemptId(after) };
  const stored = attempts.list(group, { limit: limit + 1, ...before });
  const items = stored.slice(0, limit);
  const last = items[items.length - 1];
  const views = items.map(attemptDocument);
  return stored.length > limit && last !== undefined ? { items: views, next: String(last.id) } : { items: views };
}

function parseSubscriptionName(name: string): GroupName {
  const group = parseGroupName(name);
  if (isInternalName(group)) {
    throw new PosthornError(
      'INVALID_GROUP_ID',
      `'${group}' begins with '_': such names are the bus's own. Use another.`,
    );
  }
  if (group.length <= SUBSCRIPTION_NAME_MAX_CHARS) return group;
  const detail = `A subscription name has at most ${SUBSCRIPTION_NAME_MAX_CHARS} characters: its dead letter topic adds '.dlt'.`;
  throw new PosthornError('INVALID_GROUP_ID', detail);
}

function parseAttemptId(after: string): number {
  if (/^\d{1,15}$/.test(after)) return Number(after);
  throw new PosthornError(
    'INVALID_REQUEST',
    "The query field 'after' is no attempt id: use `next` of the page before.",
  );
}

function requireTopics({ topics }: SubscriptionConfig, existing: readonly Document[]): void {
  const names = new Set(existing.map(({ name }) => name));
  const missing = topics.flatMap((topic, index) => (isPrefix(topic) || names.has(topic) ? [] : [{ topic, index }]));
  const [first] = missing;
  if (first === undefined) return;
  const mend = isInternalName(first.topic)
    ? 'GET /v1/topics lists those of the bus itself.'
    : `Create it with PUT /v1/topics/${first.topic} and the body {}, or subscribe to the prefix '${first.topic}*'.`;
  throw new PosthornError('UNKNOWN_TOPIC_OR_PARTITION', `Topic '${first.topic}' does not exist. ${mend}`, {
    errors: missing.map(({ topic, index }) => ({ path: `/topics/${index}`, message: `'${topic}' does not exist` })),
  });
}

function isCurrentSecret({ body }: Document, secret: string | undefined): boolean {
  return secret === (body as SubscriptionRecord).secrets[0];
}
