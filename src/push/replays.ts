// Replays as the API knows them: begun by a seek with a range, cancelled by a call. The push thread follows their documents
// (courses.ts) and deletes them when they are through.
import { type Change, changeEvents } from '../engine/changes.js';
import type { CommitUnit, Document, Engine } from '../engine/engine.js';
import { PosthornError } from '../errors/posthorn-error.js';
import type { Clock } from '../model/clock.js';
import { DEFINITION_COMMIT_ATTEMPTS, REPLAYS_RETRY_AFTER_MS, SUBSCRIPTION_MAX_REPLAYS } from '../model/limits.js';
import { commitChange } from './commit-change.js';
import { planReplay, type ReplayStep, rangesOf } from './replay-plan.js';
import { endedRedrives, endReplays, type ReplayRecord, replayNames, replaysOf } from './replay-record.js';
import type { SeekRange } from './seek-range.js';

export type ReplayAnswer = {
  readonly dryRun: boolean;
  /** Its id; absent where nothing was begun: after a dry run, or where the range holds no event. */
  readonly replay?: string;
  /** Sum over `ranges`. */
  readonly replayed: number;
  /** As in a seek. */
  readonly matching?: number;
  readonly ranges: readonly ReplayStep[];
};

export type Replays = {
  /** @param find the subscription as it is now */
  begin(find: () => Document, range: SeekRange, dryRun: boolean): Promise<ReplayAnswer>;
  /** One that is planned. @param more what the unit that begins it holds besides */
  start(find: () => Document, record: ReplayRecord, more: (name: string) => StartParts): Promise<void>;
  /** What is under way ends by itself, and counts for nothing. */
  cancel(find: () => Document, id: string, kind: 'replay' | 'redrive'): Promise<void>;
};

export type StartParts = Pick<CommitUnit, 'expect' | 'redriven' | 'offsets' | 'parked'>;

export type ReplaysDeps = {
  readonly engine: Pick<Engine, 'registry' | 'log' | 'commit'>;
  readonly clock: Pick<Clock, 'now' | 'uuid'>;
};

/** Each of those that begin at the same time takes a place: so often it may come too late for one. */
const BEGIN_ATTEMPTS = SUBSCRIPTION_MAX_REPLAYS + DEFINITION_COMMIT_ATTEMPTS;

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
      await commitChange(engine, decide, BEGIN_ATTEMPTS);
      const replayed = steps.reduce((sum, step) => sum + step.replayed, 0);
      return { dryRun, ...(id === undefined ? {} : { replay: id }), replayed, ranges: steps };
    },
    start: (find, record, more) =>
      commitChange(engine, () => beginUnit(registry, find(), record, more), BEGIN_ATTEMPTS),
    cancel: (find, id, kind) =>
      commitChange(engine, () => {
        const { name: subscription } = find();
        const found = replaysOf(registry, subscription).find(
          ({ record }) => record.id === id && kindOf(record) === kind,
        );
        if (found === undefined) throw notFound(subscription, id, kind);
        const { collection, name, incarnation } = found.document;
        // Another one may have its name by then.
        const told = cancelled(subscription, found.record, 'cancelled by a call');
        return {
          expect: [{ kind: 'incarnation', collection, name, incarnation }],
          ...endReplays([name]),
          ...endedRedrives([found.document]),
          appends: [changeEvents(clock.now(), told)],
        };
      }),
  };
}

/** What the unit that deletes a subscription holds besides: its replays end with it, also one that has begun just now. */
export function replaysEnd(
  registry: Engine['registry'],
  subscription: string,
): Required<Pick<CommitUnit, 'expect' | 'documents' | 'forgetGroups'>> &
  Pick<CommitUnit, 'redriven'> & { readonly changes: readonly Change[] } {
  const running = replaysOf(registry, subscription);
  const versions = new Map(running.map(({ document: { name, version } }) => [name, version]));
  const expect = replayNames(subscription).map((name) => ({
    kind: 'version' as const,
    collection: 'replays' as const,
    ...{ name, version: versions.get(name) ?? 0 },
  }));
  const changes = running.flatMap(({ record }) => cancelled(subscription, record, 'its subscription was deleted'));
  const redrives = endedRedrives(running.map(({ document }) => document));
  return { expect, ...endReplays([...versions.keys()]), ...redrives, changes };
}

function kindOf({ redrive, resend }: ReplayRecord): 'replay' | 'redrive' | 'resend' {
  if (redrive !== undefined) return 'redrive';
  return resend === undefined ? 'replay' : 'resend';
}

function cancelled(name: string, record: ReplayRecord, reason: string): Change[] {
  const kind = kindOf(record);
  if (kind === 'resend') return [];
  return kind === 'replay'
    ? [{ kind: 'replay.cancelled', name, replay: record.id, reason }]
    : [{ kind: 'redrive.cancelled', name, redrive: record.id, reason }];
}

function begun(name: string, record: ReplayRecord): Change {
  const { id, resend } = record;
  const events = record.ranges.reduce((sum, range) => sum + range.events, 0);
  if (resend !== undefined) return { kind: 'attempt.resent', name, attempt: resend.attempt, events };
  return kindOf(record) === 'replay'
    ? { kind: 'replay.begun', name, replay: id, events }
    : { kind: 'redrive.begun', name, redrive: id, events };
}

function beginUnit(
  registry: Engine['registry'],
  subscription: Document,
  record: ReplayRecord,
  more?: (name: string) => StartParts,
): CommitUnit {
  const running = replaysOf(registry, subscription.name);
  const taken = new Set(running.map(({ document }) => document.name));
  const free = replayNames(subscription.name).find((name) => !taken.has(name));
  if (free === undefined) {
    const [first] = running.map((replay) => `${kindOf(replay.record)}s/${replay.record.id}`);
    throw new PosthornError(
      'THROTTLING_QUOTA_EXCEEDED',
      `Subscription '${subscription.name}' has ${running.length} replays and redrives running, which is the most it may have. ` +
        `Wait until one is through, or cancel one with DELETE /v1/subscriptions/${subscription.name}/${first ?? 'replays'}.`,
      { retryAfterMs: REPLAYS_RETRY_AFTER_MS },
    );
  }
  const { collection, name, incarnation } = subscription;
  const { expect = [], ...parts } = more?.(free) ?? {};
  return {
    ...parts,
    expect: [
      { kind: 'incarnation', collection, name, incarnation },
      { kind: 'version', collection: 'replays', name: free, version: 0 },
      ...expect,
    ],
    documents: [{ collection: 'replays', name: free, body: record }],
    appends: [changeEvents(record.at, [begun(name, record)])],
  };
}

function notFound(subscription: string, id: string, kind: 'replay' | 'redrive'): PosthornError {
  return new PosthornError(
    kind === 'replay' ? 'REPLAY_NOT_FOUND' : 'REDRIVE_NOT_FOUND',
    `No ${kind} '${id.slice(0, 80)}' of '${subscription}' is running: it is through, was cancelled, or never was. ` +
      `GET /v1/subscriptions/${subscription} lists those that run.`,
  );
}
