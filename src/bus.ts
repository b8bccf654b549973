// The composition root: every part is made here and plugged into the others; nothing else knows more than its own needs.
import type { Settings } from './config/read-settings.js';
import { VERSION } from './config/version.js';
import { makeAnswerBudget } from './consume/answer-budget.js';
import { type Fetcher, makeFetcher } from './consume/fetch.js';
import { type Groups, makeGroups } from './consume/groups/groups.js';
import { makeReadMemory, type ReadMemory } from './consume/groups/read-memory.js';
import { makeSharedGroups, type SharedGroups } from './consume/groups/shared/shared-groups.js';
import { makeLogWatch } from './consume/log-watch.js';
import { type LongPolls, makeLongPolls } from './consume/long-polls.js';
import { makeTails, type Tails } from './consume/tail.js';
import { makeTurns } from './consume/turns.js';
import type { Engine } from './engine/engine.js';
import { makeFilterCheck } from './filters/check-filter.js';
import { compileFilter } from './filters/compile-filter.js';
import { drain } from './http/drain.js';
import { makeReadiness } from './http/readiness.js';
import { makeRoutes } from './http/routes/table.js';
import { addRoutes, type HttpServer, makeHttpServer } from './http/server.js';
import { type Clock, systemClock } from './model/clock.js';
import type { SecretKeys } from './model/secret-keys.js';
import { systemTimer, type Timer } from './model/timer.js';
import { type EngineStart, openEngine } from './open-engine.js';
import { resultsInOrder } from './produce/answer.js';
import { makeProducer, type Producer } from './produce/produce.js';
import { decodeSamples } from './produce/sample-events.js';
import { makeEndpointCheck } from './push/endpoint/endpoint-check.js';
import { systemNames } from './push/endpoint/names.js';
import { makeAddressPolicy } from './push/guard.js';
import { makeListenerSessions } from './push/listener/listener-sessions.js';
import { readPulled } from './push/pulled.js';
import { type Push, startPush } from './push/push-host.js';
import { DURATION_BUCKETS } from './push/push-stats.js';
import { makeBox } from './push/sealed.js';
import { makePublicKeys } from './push/signing/public-keys.js';
import { checkStoredKeys } from './push/signing/stored-keys.js';
import { makeSubscriptions, type Subscriptions } from './push/subscriptions.js';
import { makeTestDeliveries } from './push/test-delivery/test-deliveries.js';
import { makeVerifications } from './push/verification/verifications.js';
import { makeTopicSamples } from './schemas/sample/topic-samples.js';
import { makeSchemas, type Schemas } from './schemas/schemas.js';
import { consumeMetrics } from './telemetry/consume-metrics.js';
import { groupMetrics } from './telemetry/group-metrics.js';
import { makeHttpMetrics } from './telemetry/http-metrics.js';
import { type Log, type LogTarget, makeLog } from './telemetry/log.js';
import { makeMetrics } from './telemetry/metrics.js';
import { pushMetrics } from './telemetry/push-metrics.js';
import { storageMetrics } from './telemetry/storage-metrics.js';
import { makeInternalTopics } from './topics/internal-topics.js';
import { DEAD_LETTER_TOPIC } from './topics/topic-config.js';
import { makeTopics, type Topics } from './topics/topics.js';
import { makeTransactions } from './transactions/transactions.js';

export type Bus = {
  readonly engine: Engine;
  readonly topics: Topics;
  readonly schemas: Schemas;
  readonly producer: Producer;
  readonly fetcher: Fetcher;
  readonly polls: LongPolls;
  readonly tails: Tails;
  readonly groups: Groups;
  readonly sharedGroups: SharedGroups;
  readonly subscriptions: Subscriptions;
  readonly push: Push;
  readonly http: HttpServer;
  readonly log: Log;
  /** `http://host:port`, once started. */
  readonly address: string;
  /** Waits for the lanes to be loaded, then listens. */
  start(): Promise<void>;
  /** Takes no new requests, answers the running ones, ends deliveries, closes storage; bounded by the drain time-out. */
  stop(): Promise<void>;
  /** Resolves when a thread has died that the bus can't be without. */
  readonly failed: Promise<Error>;
  /** While stopping: cuts the requests and deliveries that still run. */
  hurry(): void;
};

export type BusOverrides = {
  readonly clock?: Clock;
  /** What long polls and heartbeats wait by. */
  readonly timer?: Timer;
  /** Where log lines go; default: standard output. */
  readonly logTo?: LogTarget;
  /** The engine where it is being opened already. */
  readonly storage?: EngineStart;
};

/** @throws DATA_UNUSABLE DATA_IN_USE DATA_TOO_NEW DATA_CORRUPT */
export async function makeBus(settings: Settings, overrides: BusOverrides = {}): Promise<Bus> {
  const { clock = systemClock, timer = systemTimer, logTo, storage = openEngine(settings) } = overrides;
  let stopping = false;
  const isStopping = () => stopping;
  const log = makeLog(settings.logLevel, logTo);
  const httpMetrics = makeHttpMetrics();
  const http = makeHttpServer({
    settings,
    clock,
    isStopping,
    observer: httpMetrics,
    log,
  });
  const stored = await storage.engine;
  const memory = makeReadMemory(stored);
  const engine: Engine = { ...stored, commit: memory.commit };
  engine.onTrouble((trouble) => log.error(trouble, 'retention or compaction failed here: the next pass tries again'));
  await tellSecretKeys(engine, settings.secretKeys, log);
  const schemas = makeSchemas({ engine, clock });
  const topics = makeTopics({ engine, clock, schemas });
  await makeInternalTopics(engine, settings);
  const producer = makeProducer({ engine, lookupTopic: topics.lookup, validatorFor: schemas.validatorFor });
  const delivery = openDelivery({ engine, schemas, settings, clock, timer, log });
  const { push, listeners, subscriptions } = delivery;
  const reading = openReading({ engine, reads: memory.reads, topics, push, clock, timer, log });
  const { fetcher, polls, tails, groups, sharedGroups } = reading;
  const { planCommit } = groups;
  const transactions = makeTransactions({ engine, planEvents: producer.plan, planCommit, resultsInOrder });
  const failed = Promise.race([storage.failed, push.failed]);
  const metrics = makeMetrics([
    httpMetrics.collect,
    storageMetrics(() => engine.stats()),
    pushMetrics(() => push.stats(), DURATION_BUCKETS),
    consumeMetrics(() => ({ waitingPolls: polls.waiting(), tailReaders: tails.readers() })),
    groupMetrics(groups.load),
  ]);
  const publicKeys = makePublicKeys(engine.registry, clock);
  const { dataFolder } = settings;
  const readiness = makeReadiness({ isStopping, dataFolder, storage: () => engine.stats(), push: () => push.stats() });
  await addRoutes(
    http,
    makeRoutes({
      ...{ topics, schemas, producer, transactions, ...reading, ...delivery },
      ...{ publicKeys, readiness, metrics },
    }),
    settings,
  );

  const start = async () => {
    await push.ready;
    await http.listen({ host: settings.host, port: settings.port });
    log.info(`posthorn ${VERSION} listens on ${addressOf(http)}, data in ${dataFolder}`);
  };
  const stop = async () => {
    stopping = true;
    listeners.stop();
    await Promise.all([reading.stop(), drain(http, log, settings.drainTimeoutMs), push.stop()]);
    await engine.close();
  };
  const hurry = () => {
    http.server.closeAllConnections();
    push.cut();
  };
  return {
    ...{ engine, topics, schemas, producer, fetcher, polls, tails, groups, sharedGroups, subscriptions, push },
    ...{ http, log, start, stop, hurry, failed },
    get address() {
      return addressOf(http);
    },
  };
}

type ReadingParts = Pick<Bus, 'engine' | 'topics' | 'push' | 'log'> & {
  readonly reads: ReadMemory['reads'];
  readonly clock: Clock;
  readonly timer: Timer;
};

/** What reads the log over HTTP, by one watch of it. */
function openReading({ engine, reads, topics: { lookup: lookupTopic }, push, clock, timer, log }: ReadingParts) {
  const budget = makeAnswerBudget();
  const fetcher = makeFetcher({ engine, lookupTopic, budget });
  const watch = makeLogWatch(engine);
  const waiting = { log: engine.log, watch, turns: makeTurns(), timer, lookupTopic };
  const polls = makeLongPolls({ ...waiting, fetcher });
  const onFailure = (err: unknown) => log.error({ err }, 'a tail ended: its log cannot be read');
  const tails = makeTails({ ...waiting, compileFilter, onFailure });
  const groupLog = {
    info: (fields: object, message: string) => log.info(fields, message),
    warn: (fields: object, message: string) => log.warn(fields, message),
  };
  const sharedGroups = makeSharedGroups({
    ...waiting,
    ...{ engine, budget, clock, compileFilter, deadLetterTopic: DEAD_LETTER_TOPIC, rested: push.rests },
    subscription: (group) => readPulled(engine.registry, group),
    tellLosses: (losses) => groups.tellLosses(losses),
  });
  const { call: fetchShared, waiting: sharedFetches } = sharedGroups;
  const groups: Groups = makeGroups({
    ...waiting,
    ...{ engine, reads, budget, clock, log: groupLog, fetchShared, sharedFetches },
  });
  const stop = async () => {
    polls.stop();
    tails.stop();
    sharedGroups.stop();
    await groups.stop();
    watch.close();
  };
  return { fetcher, polls, tails, groups, sharedGroups, checkFilter: makeFilterCheck({ decodeSamples }), stop };
}

type DeliveryParts = Pick<Bus, 'engine' | 'schemas' | 'log'> & {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly timer: Timer;
};

/** The push thread, and the calls that say what it does. */
function openDelivery({ engine, schemas, settings, clock, timer, log }: DeliveryParts) {
  const push = openPush(engine, settings, log);
  const checkEndpoint = makeEndpointCheck({
    policy: makeAddressPolicy(settings.endpointAllow),
    resolve: systemNames(settings.outgoing.nameServers, clock),
    clock,
  });
  const verifications = makeVerifications({
    ...{ engine, clock, askEndpoint: push.verify, publicUrl: settings.outgoing.publicUrl },
    timer,
  });
  const listeners = makeListenerSessions({ listen: push.listen, clock, timer });
  const subscriptions = makeSubscriptions({
    ...{
      engine,
      clock,
      checkEndpoint,
      compileFilter,
      box: makeBox(settings.secretKeys, clock),
      listenerSince: listeners.since,
    },
    askHealth: push.health,
    verifications,
  });
  const tests = makeTestDeliveries({
    registry: engine.registry,
    values: makeTopicSamples(engine.registry, schemas.validatorFor),
    ask: push.test,
    find: subscriptions.describe,
  });
  return { push, listeners, subscriptions, tests };
}

/** @throws INVALID_SETTING, and nothing runs any more */
async function tellSecretKeys(engine: Engine, secretKeys: SecretKeys, log: Log): Promise<void> {
  try {
    const { older } = checkStoredKeys(engine.registry, secretKeys);
    if (secretKeys.keys.length === 0) log.warn('POSTHORN_SECRET_KEY is not set: secrets are stored as they are');
    if (older > 0)
      log.info(
        { subscriptions: older },
        'secrets under an older key, or none, get the first one with the next change of their subscription',
      );
  } catch (error) {
    await engine.close();
    throw error;
  }
}

function openPush(engine: Engine, settings: Settings, log: Log): Push {
  return startPush({
    link: engine.link(),
    settings: {
      allow: settings.endpointAllow,
      secretKeys: settings.secretKeys,
      proxy: settings.outgoing.proxy,
      nameServers: settings.outgoing.nameServers,
      debug: settings.logLevel === 'debug' || settings.logLevel === 'trace',
      drainMs: settings.drainTimeoutMs,
    },
    log: {
      debug: (fields, message) => log.debug(fields, message),
      info: (fields, message) => log.info(fields, message),
      warn: (fields, message) => log.warn(fields, message),
      error: (fields, message) => log.error(fields, message),
    },
    entry: new URL('./push-main.js', import.meta.url),
  });
}

function addressOf(http: HttpServer): string {
  const address = http.server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
