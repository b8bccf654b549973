// Subscriptions as the API knows them: put, look, pause, resume, delete. The push thread follows the documents that
// are written here; the two share nothing else.
import { type Change, changeEvents, soughtChange } from '../engine/changes.js';
import type { CommitUnit, Document, Engine } from '../engine/engine.js';
import { type SeekStep, sumsOf } from '../engine/seek-places.js';
import { PosthornError } from '../errors/posthorn-error.js';
import type { Clock } from '../model/clock.js';
import { LIST_DEFAULT_LIMIT, LIST_MAX_LIMIT, SUBSCRIPTION_NAME_MAX_CHARS } from '../model/limits.js';
import { type GroupName, isInternalName, parseGroupName } from '../model/names.js';
import type { SeekTarget } from '../model/seek-body.js';
import { isPrefix } from '../model/topic-match.js';
import { type AttemptCalls, type AttemptCallsDeps, makeAttemptCalls } from './attempts/attempt-calls.js';
import { commitChange } from './commit-change.js';
import type { EndpointCheck } from './endpoint/endpoint-check.js';
import { sealConfig } from './endpoint/sealed-parts.js';
import type { CompileFilter } from './filter/event-filter.js';
import { matchingOf } from './filter/matching.js';
import type { AskHealth } from './health/health-view.js';
import { makeRedrives, type Redrives, type RedrivesDeps } from './redrive/redrives.js';
import { makeReplays, type ReplayAnswer } from './replays.js';
import type { Box } from './sealed.js';
import { planSeek, seekUnit } from './seek.js';
import { parseSeekOrRange } from './seek-range.js';
import type { NewSecret } from './signing/mint.js';
import { makeSecrets, type SecretCalls } from './signing/secrets.js';
import { requireStarts } from './start-position.js';
import { parseSubscription } from './subscription-body.js';
import { stateChange } from './subscription-changes.js';
import type { SubscriptionConfig, SubscriptionRecord } from './subscription-config.js';
import { changedUnit, createdUnit, deletedUnit, stateUnit } from './subscription-units.js';
import { makeDescriber, type SubscriptionDescription } from './subscription-view.js';
import { releasedBy, type Verifications } from './verification/verifications.js';

export type Page<T> = { readonly items: readonly T[]; readonly next?: string };

export type SeekAnswer = {
  readonly dryRun: boolean;
  /** Sums over `offsets`. */
  readonly replayed: number;
  /** Of a dry run: how many of them its filter lets pass, where that could be counted. */
  readonly matching?: number;
  readonly skipped: number;
  readonly offsets: readonly SeekStep[];
};

export type Subscriptions = {
  /** The answer that creates it, or gives it another secret, carries its `secret`. */
  put(name: string, body: unknown): Promise<SubscriptionDescription & { readonly secret?: string }>;
  describe(name: string): Promise<SubscriptionDescription>;
  list(page: { readonly after?: string; readonly limit?: number }): Promise<Page<SubscriptionDescription>>;
  delete(name: string): Promise<void>;
  pause(name: string): Promise<SubscriptionDescription>;
  resume(name: string): Promise<SubscriptionDescription>;
  /**
   * What is under way where it moves ends first, and counts for nothing. A range moves nothing: it is sent once more beside
   * what is live. `dryRun`: only says what it would do.
   */
  seek(name: string, body: unknown, options?: { readonly dryRun?: boolean }): Promise<SeekAnswer | ReplayAnswer>;
  /** Asks the endpoint once more whether it agrees. @throws INVALID_REQUEST */
  verify(name: string): Promise<SubscriptionDescription>;
  /** By the callback of the handshake. @param rate `WebHook-Allowed-Rate`. @throws VERIFICATION_NOT_FOUND */
  confirmVerification: Verifications['confirm'];
  /** @throws REPLAY_NOT_FOUND */
  cancelReplay(name: string, id: string): Promise<void>;
} & Redrives &
  AttemptCalls &
  SecretCalls;

export type SubscriptionsDeps = {
  readonly engine: Pick<Engine, 'registry' | 'log' | 'groups' | 'attempts' | 'redriven' | 'commit'>;
  readonly clock: Clock;
  readonly checkEndpoint: EndpointCheck;
  readonly compileFilter: CompileFilter;
  readonly box: Box;
  /** When the subscription's listener came, ms since the epoch; undefined: it has none. */
  readonly listenerSince: (subscription: string) => number | undefined;
  readonly askHealth: AskHealth;
  readonly verifications: Verifications;
};

export function makeSubscriptions(deps: SubscriptionsDeps): Subscriptions {
  const { engine, clock, checkEndpoint, compileFilter, box, verifications } = deps;
  const { registry } = engine;
  const replays = makeReplays({ engine, clock });
  const secrets = makeSecrets({ engine, clock, box });

  const find = (name: string): Document => findSubscription(registry, name);

  const { all: describeAll, one: describe } = makeDescriber(deps);

  const telling = (unit: CommitUnit, ...changes: readonly Change[]): CommitUnit => {
    return { ...unit, appends: [changeEvents(clock.now(), changes)] };
  };

  const write = (change: () => CommitUnit | undefined): Promise<void> =>
    commitChange(engine, () => secrets.renewed(change()));

  const setState = async (
    name: string,
    state: 'active' | 'paused',
    reason: string | null,
  ): Promise<SubscriptionDescription> => {
    await write(() => {
      const found = find(name);
      const document = releasedBy(found, state);
      if ((found.body as SubscriptionRecord).state === state && document === found) return undefined;
      return telling(stateUnit(engine, document, { state, reason }), stateChange(document.name, { state, reason }));
    });
    return describe(find(name));
  };

  return {
    put: async (name, body) => {
      const group = parseSubscriptionName(name);
      const { config, asked } = parseSubscription(group, body, compileFilter);
      requireAllTopics(config, registry.list('topics'));
      await checkEndpoint(config.endpoint);
      requireStarts(engine, config.start);
      let secret: NewSecret | undefined;
      await write(() => {
        const before = registry.get('subscriptions', group);
        if (before !== undefined) {
          secret = secrets.replacing(before, asked);
          const stored = sealConfig(config, before.body as SubscriptionRecord, box);
          return verifications.held(changedUnit(engine, group, before, stored, secret?.stored, telling), group);
        }
        const id = clock.uuid();
        secret = secrets.first(id, asked);
        const made = { id, secrets: [secret.stored] };
        const unit = createdUnit(engine, group, sealConfig(config, made, box), made);
        const change = { kind: 'subscription.created', name: group, topics: config.topics } as const;
        return verifications.held(telling(unit, change), group);
      });
      await verifications.settle(group);
      const { shown } = secret ?? {};
      return { ...(await describe(find(group))), ...(shown === undefined ? {} : { secret: shown }) };
    },
    describe: async (name) => describe(find(name)),
    list: (page) => listPage(registry, page, describeAll),
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
      const asked = () => find(name);
      const answer =
        target.kind === 'range'
          ? await replays.begin(asked, target, dryRun)
          : await move(engine, write, asked, target, dryRun, telling);
      return dryRun ? { ...answer, ...matchingOf(engine.log, asked(), answer, compileFilter) } : answer;
    },
    verify: async (name) => {
      await verifications.again(() => find(name));
      return describe(find(name));
    },
    confirmVerification: verifications.confirm,
    ...handCalls({ ...deps, find, replays }),
    ...secrets.calls(find),
  };
}

async function move(
  engine: SubscriptionsDeps['engine'],
  write: (change: () => CommitUnit | undefined) => Promise<void>,
  find: () => Document,
  target: SeekTarget,
  dryRun: boolean,
  telling: (unit: CommitUnit, change: Change) => CommitUnit,
): Promise<SeekAnswer> {
  let steps: readonly SeekStep[] = [];
  await write(() => {
    const document = find();
    steps = planSeek(engine, document, target);
    if (dryRun || steps.length === 0) return undefined;
    return telling(seekUnit(engine, document, steps), soughtChange('subscription.sought', document.name, steps));
  });
  return { dryRun, ...sumsOf(steps), offsets: steps };
}

/** What is sent again by hand. */
function handCalls(
  deps: RedrivesDeps & AttemptCallsDeps,
): Redrives & AttemptCalls & Pick<Subscriptions, 'cancelReplay'> {
  const { find, replays } = deps;
  return {
    cancelReplay: (name, id) => replays.cancel(() => find(name), id, 'replay'),
    ...makeRedrives(deps),
    ...makeAttemptCalls(deps),
  };
}

function findSubscription(registry: Engine['registry'], name: string): Document {
  const group = parseGroupName(name);
  const document = registry.get('subscriptions', group);
  if (document !== undefined) return document;
  throw new PosthornError(
    'SUBSCRIPTION_NOT_FOUND',
    `Subscription '${group}' does not exist. Create it with PUT /v1/subscriptions/${group} and a body such as ` +
      '{"topics": ["orders"], "endpoint": {"url": "https://example.com/hook"}}.',
  );
}

async function listPage(
  registry: Engine['registry'],
  { after, limit = LIST_DEFAULT_LIMIT }: { readonly after?: string; readonly limit?: number },
  describeAll: (documents: readonly Document[]) => Promise<SubscriptionDescription[]>,
): Promise<Page<SubscriptionDescription>> {
  const size = Math.min(Math.max(1, limit), LIST_MAX_LIMIT);
  const documents = registry.list('subscriptions', { limit: size + 1, ...(after === undefined ? {} : { after }) });
  const items = await describeAll(documents.slice(0, size));
  const last = items[items.length - 1];
  return documents.length > size && last !== undefined ? { items, next: last.name } : { items };
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

function requireAllTopics({ topics, replies }: SubscriptionConfig, existing: readonly Document[]): void {
  requireTopics(topics, existing, '/topics');
  requireTopics(replies?.topics ?? [], existing, '/replies/topics');
}

function requireTopics(topics: readonly string[], existing: readonly Document[], path: string): void {
  const names = new Set(existing.map(({ name }) => name));
  const missing = topics.flatMap((topic, index) => (isPrefix(topic) || names.has(topic) ? [] : [{ topic, index }]));
  const [first] = missing;
  if (first === undefined) return;
  const mend = isInternalName(first.topic)
    ? 'GET /v1/topics lists those of the bus itself.'
    : `Create it with PUT /v1/topics/${first.topic} and the body {}, or name the prefix '${first.topic}*'.`;
  throw new PosthornError('UNKNOWN_TOPIC_OR_PARTITION', `Topic '${first.topic}' does not exist. ${mend}`, {
    errors: missing.map(({ topic, index }) => ({ path: `${path}/${index}`, message: `'${topic}' does not exist` })),
  });
}
