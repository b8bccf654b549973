// All subscriptions at work: follows the documents in the registry and the topics that come and go. One subscription's
// changes are taken one after the other: what runs by the old document ends before the new one starts.
import { changeEvents } from '../engine/changes.js';
import type { Document, DocumentSignal, Engine } from '../engine/engine.js';
import { PosthornError } from '../errors/posthorn-error.js';
import { PROBE_FIRST_MS, START_TURN_MS } from '../model/limits.js';
import { matchesTopic } from '../model/topic-match.js';
import type { Alarm } from './alarm.js';
import { makeFollow } from './follow.js';
import type { LiveHealth } from './health/endpoint-health.js';
import type { Listeners } from './listener/listeners.js';
import { makePausedLosses } from './paused-losses.js';
import type { PushLog } from './push-log.js';
import type { SubscriptionLoad } from './push-stats.js';
import { subscriptionOfReplay } from './replay-record.js';
import { makeRunner } from './runner.js';
import type { Runner, RunnerDeps } from './runner-deps.js';
import { stateChange } from './subscription-changes.js';
import type { SubscriptionRecord } from './subscription-config.js';

export type Runners = {
  start(): void;
  /** Starts nothing more; resolves when all that was under way is on disk. */
  stop(): Promise<void>;
  /** Looks what the subscription is now, and which way its deliveries go. */
  follow(name: string): void;
  /** Whether nothing of the subscription runs any more; resolves once what the registry says of it has been followed. */
  rests(name: string): Promise<boolean>;
  /** While stopping: what still runs is not waited for, and is no failed attempt. */
  cut(): void;
  load(): {
    readonly inFlight: number;
    readonly lanes: number;
    readonly down: number;
    readonly replays: number;
    readonly subscriptions: readonly SubscriptionLoad[];
  };
  /** What is known of the endpoints of these, where they run. */
  health(names: readonly string[]): Readonly<Record<string, LiveHealth>>;
};

export type RunnersDeps = Omit<RunnerDeps, 'pause' | 'reload' | 'engine'> & {
  readonly engine: Pick<Engine, 'log' | 'groups' | 'registry' | 'redriven' | 'commit'>;
  readonly alarm: Alarm;
  readonly log: PushLog;
  readonly listeners: Pick<Listeners, 'of' | 'follow'>;
};

const BEGUN_AGAIN = 'a reply can no longer be appended: deliveries begin again from what is stored';

export function makeRunners(deps: RunnersDeps): Runners {
  const { registry, log: eventLog } = deps.engine;
  const { listeners } = deps;
  const runners = new Map<string, Runner>();
  /** Which way the deliveries of a running subscription go; undefined: to its endpoint. */
  const ways = new WeakMap<Runner, ReturnType<Listeners['of']>>();
  const pausedLosses = makePausedLosses(deps);
  let stopping = false;

  const needs: RunnerDeps = { ...deps, pause: (...why) => void pause(deps, ...why), reload: (name) => follow(name) };

  /** One step towards what the registry says; true: there was something to do. */
  const step = async (name: string): Promise<boolean> => {
    const document = registry.get('subscriptions', name);
    const runner = runners.get(name);
    if (runner !== undefined) {
      const same = document?.incarnation === runner.document.incarnation && ways.get(runner) === listeners.of(name);
      if (same && document?.version === runner.document.version && !runner.isVoid) return false;
      if (runner.isVoid) deps.log.warn({ subscription: name }, BEGUN_AGAIN);
      // Another of the same name waits as well: the endpoint would get both at once.
      if (document === undefined) runner.abandon();
      else await runner.retire();
      runners.delete(name);
      return true;
    }
    const left = pausedLosses.leave(name);
    if (left !== undefined) {
      await left;
      return true;
    }
    if (document === undefined) deps.counters.forget(name);
    listeners.follow(name, document);
    if (document === undefined || stopping) return false;
    const served = isServed(document, listeners);
    if (served) run(document, topicNames(registry));
    else pausedLosses.watch(document, topicNames(registry));
    return served;
  };

  const run = (document: Document, topics: readonly string[]): void => {
    const listener = listeners.of(document.name);
    const runner = makeRunner(
      document,
      listener === undefined ? needs : { ...needs, send: listener.send, isStandIn: true },
    );
    ways.set(runner, listener);
    runners.set(document.name, runner);
    runner.start(topics.filter((topic) => receives(document, topic)));
  };

  const follow = makeFollow(step, (name, error) => {
    deps.log.error({ subscription: name, error: String(error) }, 'subscription could not be loaded: trying again');
    deps.alarm.at(deps.clock.now() + PROBE_FIRST_MS, runners, () => follow(name));
  });

  const changed = (signals: readonly DocumentSignal[]): void => {
    for (const { collection, name } of signals) {
      if (collection === 'subscriptions') follow(name);
      if (collection === 'replays') runners.get(subscriptionOfReplay(name))?.replaysChanged();
      if (collection === 'topics') topicChanged(runners.values(), name);
    }
  };

  let ends: (() => void)[] = [];
  return {
    start: () => {
      ends = [registry.onChange(changed), ...[deps.index.appended, pausedLosses.heard].map(eventLog.onAppend)];
      const [topics, documents] = [topicNames(registry), registry.list('subscriptions')];
      const isRunning = (document: Document): boolean => isServed(document, listeners);
      for (const document of documents) if (!isRunning(document)) pausedLosses.watch(document, []);
      const turns = { now: deps.clock.now, goesOn: () => !stopping, later: ({ name }: Document) => follow(name) };
      startSome(documents.filter(isRunning), (document) => run(document, topics), turns);
    },
    stop: async () => {
      stopping = true;
      for (const end of ends) end();
      await Promise.all([...runners.values()].map((runner) => runner.retire()));
      await follow.allSettled();
      await pausedLosses.stop();
      runners.clear();
    },
    follow,
    rests: (name) => {
      follow(name);
      return Promise.resolve(follow.settled(name)).then(() => !runners.has(name));
    },
    cut: () => cutAll(runners.values()),
    load: () => loadOf([...runners.values()]),
    health: (names) => Object.fromEntries(names.flatMap((name) => healthOf(name, runners.get(name)))),
  };
}

type Turns = {
  readonly now: () => number;
  readonly goesOn: () => boolean;
  /** As if it had changed: whatever became of it since is seen. */
  readonly later: (document: Document) => void;
};

/** What many subscriptions have parked keeps nobody waiting: those that START_TURN_MS is too short for come later, in turns of it. */
function startSome(documents: readonly Document[], start: (document: Document) => void, turns: Turns): void {
  const began = turns.now();
  let next = 0;
  for (; next < documents.length && turns.goesOn() && turns.now() - began < START_TURN_MS; next += 1) {
    start(documents[next] as Document);
  }
  if (next < documents.length && turns.goesOn()) setImmediate(startSome, documents.slice(next), turns.later, turns);
}

function topicChanged(all: Iterable<Runner>, name: string): void {
  for (const runner of all) if (receives(runner.document, name)) runner.topicChanged(name);
}

function healthOf(name: string, runner: Runner | undefined): [string, LiveHealth][] {
  return runner === undefined ? [] : [[name, runner.health.view()]];
}

function cutAll(all: Iterable<Runner>): void {
  for (const runner of all) runner.cut();
}

function topicNames(registry: Pick<Engine['registry'], 'list'>): string[] {
  return registry.list('topics').map(({ name }) => name);
}

function loadOf(all: readonly Runner[]): ReturnType<Runners['load']> {
  const subscriptions = all.map((runner) => runner.load());
  return {
    inFlight: all.reduce((sum, { running }) => sum + running, 0),
    lanes: subscriptions.reduce((sum, { lanes }) => sum + lanes, 0),
    down: subscriptions.filter(({ endpoint }) => endpoint !== 'closed').length,
    replays: subscriptions.reduce((sum, { replays }) => sum + replays, 0),
    subscriptions,
  };
}

function receives({ body }: Document, topic: string): boolean {
  return matchesTopic((body as SubscriptionRecord).topics, topic);
}

/** Without a listener one that has no other endpoint rests: its lag grows, and nothing fails. */
function isServed({ name, body }: Document, listeners: RunnersDeps['listeners']): boolean {
  const { state, endpoint } = body as SubscriptionRecord;
  return state === 'active' && (endpoint.listen !== true || listeners.of(name) !== undefined);
}

/** A change that came first wins: it is followed like any other. */
async function pause(deps: RunnersDeps, document: Document, reason: string): Promise<void> {
  const { collection, name, version } = document;
  const body: SubscriptionRecord = { ...(document.body as SubscriptionRecord), state: 'paused', reason };
  try {
    const expect = [{ kind: 'version', collection, name, version }] as const;
    const appends = [changeEvents(deps.clock.now(), [stateChange(name, body)])];
    await deps.engine.commit({ expect, documents: [{ collection, name, body }], appends });
    deps.log.warn({ subscription: name, reason }, 'subscription paused');
  } catch (error) {
    if (error instanceof PosthornError && error.code === 'VERSION_CONFLICT') return;
    deps.alarm.at(deps.clock.now() + PROBE_FIRST_MS, deps, () => void pause(deps, document, reason));
  }
}
