// A produce request's way: resolve ▸ decode ▸ validate ▸ partition ▸ commit. All of its events or none are appended.
import type { Append, Engine } from '../engine/engine.js';
import { PosthornError } from '../errors/posthorn-error.js';
import type { JsonRange } from '../json/parts.js';
import type { EventBatch, EventColumns } from '../model/event-batch.js';
import { isInternalName, type TopicName } from '../model/names.js';
import { answerOf, indexesOf, type ProduceAnswer, type ResultsAnswer } from './answer.js';
import { decode } from './decode.js';
import type { Decoded } from './decoded.js';
import { decodeEnvelope, decodeEvents } from './envelope.js';
import { type RequestHeaders, refuseOwnHeaders } from './event-headers.js';
import { type Faults, faultsOfPart, makeFaults } from './faults.js';
import { type Asked, idempotencyKey, unitDedupe } from './idempotency.js';
import { keysByPath, requestKey, requireKeys } from './keys.js';
import { partitionOfKey } from './murmur2.js';
import { checkOwn, checkPinned, type Share, share } from './partition.js';
import type { SchemaValidator, TopicView } from './topic-view.js';
import { validate } from './validate.js';

type ProduceRequest = {
  readonly topic: string;
  readonly body: Buffer;
  /** Names in lower case. */
  readonly headers: RequestHeaders;
  /** From `?key=`. */
  readonly key?: string | undefined;
  /** From `?partition=`. */
  readonly partition?: number | undefined;
};

type EnvelopeRequest = Omit<ProduceRequest, 'key' | 'partition'>;

type PlanRequest = {
  readonly topic: string;
  readonly body: Buffer;
  /** Where the events of an envelope lie in it; the body is proven to be JSON. */
  readonly events: readonly JsonRange[];
  /** A field of each event that is the caller's: it is not looked at here. */
  readonly callersField?: string;
};

/** Checked events, for a unit that holds more than them. */
export type EventsPlan = {
  readonly topic: TopicName;
  /** Of the topic that the events were checked for. */
  readonly incarnation: number;
  readonly appends: readonly Append[];
  /** For `resultsInOrder`. */
  readonly indexes: readonly (readonly number[] | null)[];
};

export type Producer = {
  /** POST …/events. @throws the codes of the steps, and the engine's */
  produce(request: ProduceRequest): Promise<ProduceAnswer>;
  /** POST …/batches. */
  produceEnvelope(request: EnvelopeRequest): Promise<ResultsAnswer>;
  /** All steps but the commit. Places of wrong events are paths into the event. @throws the codes of the steps */
  plan(request: PlanRequest): EventsPlan;
  /** The same for the body of a POST …/events. */
  planRequest(request: EnvelopeRequest): EventsPlan;
};

type ProducerDeps = {
  readonly engine: Pick<Engine, 'commit' | 'commitSequence'>;
  /** @throws UNKNOWN_TOPIC_OR_PARTITION */
  readonly lookupTopic: (name: string) => TopicView;
  readonly validatorFor: (topic: TopicView['name']) => SchemaValidator | undefined;
};

/** What there is to know about the target of a request. */
type Target = { readonly topic: TopicView; readonly validator: SchemaValidator | undefined };

export function makeProducer({ engine, lookupTopic, validatorFor }: ProducerDeps): Producer {
  const resolve = (name: string): Target => {
    if (isInternalName(name)) {
      throw new PosthornError(
        'TOPIC_AUTHORIZATION_FAILED',
        `Only the bus itself writes to '${name.slice(0, 80)}': names with a leading _ are its own. Use another topic.`,
      );
    }
    const topic = lookupTopic(name);
    return { topic, validator: validatorFor(topic.name) };
  };

  const checked = (target: Target, batch: EventBatch, key: string | undefined, faults: Faults): EventBatch => {
    const { topic, validator } = target;
    validate(batch, topic.maxEventBytes, validator, faults);
    const keyed = withKeys(batch, key, topic.keyPath, faults);
    if (topic.compacted) requireKeys(keyed, topic.name, faults);
    return validator === undefined ? keyed : withColumn(keyed, { schemaVersion: validator.version });
  };

  const place = (topic: TopicView, decoded: Decoded, sticky: number, pinned?: number) => {
    const shares = share(decoded.batch, { partitions: topic.partitions, pinned, own: decoded.partitions, sticky });
    return { shares, appends: shares.map((part) => appendOf(topic, part, decoded.dedupeKeys)) };
  };

  const planned = (topic: TopicView, decoded: Decoded): EventsPlan => {
    const { shares, appends } = place(topic, decoded, engine.commitSequence() % topic.partitions);
    return { topic: topic.name, incarnation: topic.incarnation, appends, indexes: indexesOf(shares) };
  };

  const commit = async (topic: TopicView, decoded: Decoded, asked: Asked): Promise<ProduceAnswer> => {
    const { partitions } = topic;
    const idempotent = idempotencyKey(asked.headers);
    // A repeat must place its keyless events as the first one did.
    const sticky =
      idempotent === undefined ? engine.commitSequence() % partitions : partitionOfKey(idempotent, partitions);
    const { shares, appends } = place(topic, decoded, sticky, asked.partition);
    const dedupe = idempotent === undefined ? undefined : unitDedupe(topic, idempotent, asked);
    const result = await engine.commit(dedupe === undefined ? { appends } : { dedupe, appends });
    return answerOf(topic.name, decoded, shares, result);
  };

  return {
    async produce(request) {
      const target = resolve(request.topic);
      const { topic, validator } = target;
      checkPinned(request.partition, topic.name, topic.partitions);
      const key = requestKey(request.key, request.headers);
      const faults = makeFaults();
      const decoded = decode({ topic: topic.name, body: request.body, headers: request.headers, validator }, faults);
      const batch = checked(target, decoded.batch, key, faults);
      faults.raise();
      return commit(topic, { ...decoded, batch }, { call: 'events', ...request });
    },

    async produceEnvelope(request) {
      const target = resolve(request.topic);
      const { topic } = target;
      refuseOwnHeaders(request.headers);
      const faults = makeFaults();
      const decoded = decodeEnvelope(request.body, request.headers['content-type'], faults);
      checkOwn(decoded.partitions, topic.partitions, faults);
      const batch = checked(target, decoded.batch, undefined, faults);
      faults.raise();
      return (await commit(topic, { ...decoded, batch }, { call: 'batches', ...request })) as ResultsAnswer;
    },

    plan({ topic: name, body, events, callersField }) {
      const target = resolve(name);
      const { topic } = target;
      const faults = makeFaults();
      const decoded = decodeEvents(body, events, faults, callersField);
      checkOwn(decoded.partitions, topic.partitions, faults);
      const batch = checked(target, decoded.batch, undefined, faultsOfPart(faults, '/value'));
      faults.raise();
      return planned(topic, { ...decoded, batch });
    },

    planRequest({ topic: name, body, headers }) {
      const target = resolve(name);
      const { topic, validator } = target;
      const faults = makeFaults();
      const decoded = decode({ topic: topic.name, body, headers, validator }, faults);
      const batch = checked(target, decoded.batch, undefined, faults);
      faults.raise();
      return planned(topic, { ...decoded, batch });
    },
  };
}

function withColumn(batch: EventBatch, columns: EventColumns): EventBatch {
  return { ...batch, columns: { ...batch.columns, ...columns } };
}

function withKeys(batch: EventBatch, key: string | undefined, keyPath: string | null, faults: Faults): EventBatch {
  if (key !== undefined) return withColumn(batch, { key });
  if (keyPath === null) return batch;
  const found = keysByPath(batch, keyPath, faults);
  return found === undefined ? batch : withColumn(batch, { key: found });
}

function appendOf(topic: TopicView, part: Share, dedupeKeys: readonly (string | null)[] | undefined): Append {
  const append = { topic: topic.name, partition: part.partition, batch: part.batch };
  if (dedupeKeys === undefined) return append;
  const { indexes } = part;
  const keys = indexes === undefined ? dedupeKeys : indexes.map((index) => dedupeKeys[index] ?? null);
  return { ...append, dedupeKeys: keys };
}
