// Replays as the API knows them: begun by a seek with a range, cancelled by a call. The push thread follows their documents
// (courses.ts) and deletes them when they are through.
import { type Change, changeEvents } from '../engine/changes.js';
import type { CommitUnit, Document, Engine } from '../engine/engine.js';
import { PosthornError } from '../errors/posthorn-error.js';
import type { Clock } from '../model/clock.js';
import { DEFINITION_COMMIT_ATTEMPTS, REPLAYS_RETRY_AFTER_MS, SUBSCRIPTION_MAX_REPLAYS } from '../model/limits.js';
import { commitChange } from './commit-change.js';
import { planReplay, type ReplayStep, rangesOf } from './replay-plan.js';
import { endReplays, type ReplayRecord, replayNames, replaysOf } from './replay-record.js';
import type { SeekRange } from './seek-range.js';

export type ReplayAnswer = {
  readonly dryRun: boolean;
  /** Its id; absent where nothing was begun: after a dry run, or where the range holds no event. */
  readonly replay?: string;
  /** Sum over `ranges`. */
  readonly replayed: number;
  readonly ranges: readonly ReplayStep[];
};

export type Replays = {
  /** @param find the subscription as it is now */
  begin(find: () => Document, range: SeekRange, dryRun: boolean): Promise<ReplayAnswer>;
  /** What is under way ends by itself, and counts for nothing. */
  cancel(find: () => Document, id: string): Promise<void>;
};

export type ReplaysDeps = {
  readonly engine: Pick<Engine, 'registry' | 'log' | 'commit'>;
  readonly clock: Pick<Clock, 'now' | 'uuid'>;
};

export function makeReplays({ engine, clock }: ReplaysDeps): Replays {
  const { registry } = engine;
  return {
    begin: async (find, range, dryRun) => {
      let steps: readonly ReplayStep[] = [];
      let id: string | undefined;
      const decide = (): CommitUnit | undefined => {
        const subscription = find();
        steps = planReplay(engine, subscription, range);
        const ranges = rangesOf(engine, steps);
        id = undefined;
        if (dryRun || ranges.length === 0) return undefined;
        id = clock.uuid();
        return beginUnit(registry, subscription, { id, at: clock.now(), ranges });
      };
      // Each of those that begin at the same time takes a place: so often it may come too late for one.
      await commitChange(engine, decide, SUBSCRIPTION_MAX_REPLAYS + DEFINITION_COMMIT_ATTEMPTS);
      const replayed = steps.reduce((sum, step) => sum + step.replayed, 0);
      return { dryRun, ...(id === undefined ? {} : { replay: id }), replayed, ranges: steps };
    },
    cancel: (find, id) =>
      commitChange(engine, () => {
        const { name: subscription } = find();
        const found = replaysOf(registry, subscription).find(({ record }) => record.id === id);
        if (found === undefined) throw notFound(subscription, id);
        const { collection, name, incarnation } = found.document;
        // Another one may have its name by then.
        const told = cancelled(subscription, id, 'cancelled by a call');
        return {
          expect: [{ kind: 'incarnation', collection, name, incarnation }],
          ...endReplays([name]),
          appends: [changeEvents(clock.now(), [told])],
        };
      }),
  };
}

/** What the unit that deletes a subscription holds besides: its replays end with it, also one that has begun just now. */
export function replaysEnd(
  registry: Engine['registry'],
  subscription: string,
): Required<Pick<CommitUnit, 'expect' | 'documents' | 'forgetGroups'>> & { readonly changes: readonly Change[] } {
  const running = replaysOf(registry, subscription);
  const versions = new Map(running.map(({ document: { name, version } }) => [name, version]));
  const expect = replayNames(subscription).map((name) => ({
    kind: 'version' as const,
    collection: 'replays' as const,
    ...{ name, version: versions.get(name) ?? 0 },
  }));
  const changes = running.map(({ record }) => cancelled(subscription, record.id, 'its subscription was deleted'));
  return { expect, ...endReplays([...versions.keys()]), changes };
}

function cancelled(name: string, replay: string, reason: string): Change {
  return { kind: 'replay.cancelled', name, replay, reason };
}

function beginUnit(registry: Engine['registry'], subscription: Document, record: ReplayRecord): CommitUnit {
  const running = replaysOf(registry, subscription.name);
  const taken = new Set(running.map(({ document }) => document.name));
  const free = replayNames(subscription.name).find((name) => !taken.has(name));
  if (free === undefined) {
    const ids = running.map((replay) => replay.record.id);
    throw new PosthornError(
      'THROTTLING_QUOTA_EXCEEDED',
      `Subscription '${subscription.name}' has ${ids.length} replays running, which is the most it may have. Wait until one is ` +
        `through, or cancel one with DELETE /v1/subscriptions/${subscription.name}/replays/${ids[0] ?? ''}.`,
      { retryAfterMs: REPLAYS_RETRY_AFTER_MS },
    );
  }
  const { collection, name, incarnation } = subscription;
  const events = record.ranges.reduce((sum, range) => sum + range.events, 0);
  return {
    expect: [
      { kind: 'incarnation', collection, name, incarnation },
      { kind: 'version', collection: 'replays', name: free, version: 0 },
    ],
    documents: [{ collection: 'replays', name: free, body: record }],
    appends: [changeEvents(record.at, [{ kind: 'replay.begun', name, replay: record.id, events }])],
  };
}

function notFound(subscription: string, id: string): PosthornError {
  return new PosthornError(
    'REPLAY_NOT_FOUND',
    `No replay '${id.slice(0, 80)}' of '${subscription}' is running: it is through, was cancelled, or never was. ` +
      `GET /v1/subscriptions/${subscription} lists those that run.`,
  );
}
