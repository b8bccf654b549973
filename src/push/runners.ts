// All subscriptions at work: follows the documents in the registry and the topics that come and go. One subscription's
// changes are taken one after the other: what runs by the old document ends before the new one starts.
import { changeEvents } from '../engine/changes.js';
import type { Document, DocumentSignal, Engine } from '../engine/engine.js';
import { PosthornError } from '../errors/posthorn-error.js';
import { PROBE_FIRST_MS } from '../model/limits.js';
import { matchesTopic } from '../model/topic-match.js';
import type { Alarm } from './alarm.js';
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
};

export type RunnersDeps = Omit<RunnerDeps, 'pause' | 'reload' | 'engine'> & {
  readonly engine: Pick<Engine, 'log' | 'groups' | 'registry' | 'commit'>;
  readonly alarm: Alarm;
  readonly log: PushLog;
};

export function makeRunners(deps: RunnersDeps): Runners {
  const { registry, log: eventLog } = deps.engine;
  const runners = new Map<string, Runner>();
  const reconciling = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const pausedLosses = makePausedLosses(deps);
  let stopping = false;

  const runnerDeps: RunnerDeps = {
    ...deps,
    pause: (document, reason) => void pause(deps, document, reason),
    reload: (name) => follow(name),
  };

  /** One step towards what the registry says; true: there was something to do. */
  const step = async (name: string): Promise<boolean> => {
    const document = registry.get('subscriptions', name);
    const runner = runners.get(name);
    if (runner !== undefined) {
      const same = document?.incarnation === runner.document.incarnation;
      if (same && document?.version === runner.document.version) return false;
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
    if (document === undefined || stopping) return false;
    if (isActive(document)) run(document, topicNames(registry));
    else pausedLosses.watch(document, topicNames(registry));
    return isActive(document);
  };

  const run = (document: Document, topics: readonly string[]): void => {
    const runner = makeRunner(document, runnerDeps);
    runners.set(document.name, runner);
    runner.start(topics.filter((topic) => receives(document, topic)));
  };

  const settle = async (name: string): Promise<void> => {
    try {
      do {
        again.delete(name);
        while (await step(name));
      } while (again.has(name));
    } catch (error) {
      deps.log.error({ subscription: name, error: String(error) }, 'subscription could not be loaded: trying again');
      deps.alarm.at(deps.clock.now() + PROBE_FIRST_MS, reconciling, () => follow(name));
    }
    reconciling.delete(name);
  };

  /** One at a time for each subscription; what changes meanwhile is looked at once more. */
  const follow = (name: string): void => {
    if (reconciling.has(name)) again.add(name);
    else reconciling.set(name, settle(name));
  };

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
      const topics = topicNames(registry);
      for (const document of registry.list('subscriptions')) {
        if (isActive(document)) run(document, topics);
        else pausedLosses.watch(document, []);
      }
    },
    stop: async () => {
      stopping = true;
      for (const end of ends) end();
      await Promise.all([...runners.values()].map((runner) => runner.retire()));
      await Promise.all(reconciling.values());
      await pausedLosses.stop();
      runners.clear();
    },
    rests: (name) => {
      follow(name);
      return Promise.resolve(reconciling.get(name)).then(() => !runners.has(name));
    },
    cut: () => cutAll(runners.values()),
    load: () => loadOf([...runners.values()]),
  };
}

function topicChanged(all: Iterable<Runner>, name: string): void {
  for (const runner of all) if (receives(runner.document, name)) runner.topicChanged(name);
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
    down: all.filter(({ down }) => down).length,
    replays: subscriptions.reduce((sum, { replays }) => sum + replays, 0),
    subscriptions,
  };
}

function receives({ body }: Document, topic: string): boolean {
  return matchesTopic((body as SubscriptionRecord).topics, topic);
}

function isActive({ body }: Document): boolean {
  return (body as SubscriptionRecord).state === 'active';
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
