// Definitions of topics: put, describe, list, delete. Every change is one unit, the document together with the logs it
// stands for, so neither can exist without the other.
import { changeEvents } from '../engine/changes.js';
import type { CommitUnit, Document, DocumentChange, Engine } from '../engine/engine.js';
import { PosthornError } from '../errors/posthorn-error.js';
import type { Clock } from '../model/clock.js';
import { DEFINITION_COMMIT_ATTEMPTS, LIST_DEFAULT_LIMIT, LIST_MAX_LIMIT } from '../model/limits.js';
import { isInternalName, type PartitionIndex, parseTopicName, type TopicName } from '../model/names.js';
import { logSettings, parseTopicConfig, readTopicConfig, sameConfig, type TopicConfig } from './topic-config.js';
import { makeTopicLookup, type TopicView, unknownTopic } from './topic-lookup.js';
import { type TrimAnswer, type TrimRequest, trimTopic } from './trim-topic.js';

export type PartitionDescription = {
  readonly partition: number;
  readonly logStartOffset: number;
  readonly highWatermark: number;
  readonly bytes: number;
};

export type TopicDescription = {
  readonly topic: TopicName;
  readonly partitions: readonly PartitionDescription[];
  readonly config: TopicConfig;
  readonly schemaVersion?: number;
};

export type TopicPage = { readonly items: readonly TopicDescription[]; readonly next?: string };

/** What topics need of schemas: the version that new events are checked against, and what goes with the topic. */
export type TopicSchemas = {
  latestVersion(topic: TopicName): number | undefined;
  removal(topic: TopicName): readonly DocumentChange[];
};

export type Topics = {
  /** The body is the whole configuration. @throws as parseTopicConfig; INVALID_TOPIC_EXCEPTION, TOPIC_AUTHORIZATION_FAILED */
  put(name: string, body: unknown): Promise<TopicDescription>;
  /** @throws UNKNOWN_TOPIC_OR_PARTITION */
  describe(name: string): TopicDescription;
  /** In order of name; `after` exclusive. */
  list(page: { readonly after?: string; readonly limit?: number }): TopicPage;
  /** @throws UNKNOWN_TOPIC_OR_PARTITION TOPIC_AUTHORIZATION_FAILED */
  delete(name: string): Promise<void>;
  /** Deletes the events below an offset, in one or several partitions, all or none. @throws as trimTopic; TOPIC_AUTHORIZATION_FAILED */
  trim(name: string, request: TrimRequest): Promise<TrimAnswer>;
  /** Cached; for the hot paths. @throws UNKNOWN_TOPIC_OR_PARTITION */
  lookup(name: string): TopicView;
  /** Ends the listening to the engine. */
  close(): void;
};

export type TopicsDeps = {
  readonly engine: Pick<Engine, 'commit' | 'log' | 'registry'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly schemas?: TopicSchemas;
};

export function makeTopics({ engine, clock, schemas }: TopicsDeps): Topics {
  const lookup = makeTopicLookup(engine.registry);

  const description = (topic: TopicName, config: TopicConfig): TopicDescription => {
    const schemaVersion = schemas?.latestVersion(topic);
    return {
      topic,
      partitions: Array.from({ length: config.partitions }, (_, index) => {
        const bounds = engine.log.bounds(topic, index as PartitionIndex);
        return {
          partition: index,
          logStartOffset: bounds?.logStartOffset ?? 0,
          highWatermark: bounds?.highWatermark ?? 0,
          bytes: bounds?.bytes ?? 0,
        };
      }),
      config,
      ...(schemaVersion === undefined ? {} : { schemaVersion }),
    };
  };

  return {
    async put(name, body) {
      const topic = writableTopic(name);
      const config = parseTopicConfig(body);
      await again(async () => {
        const stored = engine.registry.get('topics', topic);
        const unit = putUnit(topic, config, stored, clock.now());
        if (unit !== undefined) await engine.commit(unit);
      });
      return description(topic, config);
    },
    describe(name) {
      const topic = parseTopicName(name);
      const stored = engine.registry.get('topics', topic);
      if (stored === undefined) throw unknownTopic(topic);
      return description(topic, readTopicConfig(stored.body));
    },
    list({ after, limit = LIST_DEFAULT_LIMIT }) {
      const size = Math.min(limit, LIST_MAX_LIMIT);
      const found = engine.registry.list('topics', { ...(after === undefined ? {} : { after }), limit: size + 1 });
      const page = found.slice(0, size);
      const last = page.at(-1);
      return {
        items: page.map((stored) => description(stored.name as TopicName, readTopicConfig(stored.body))),
        ...(found.length > size && last !== undefined ? { next: last.name } : {}),
      };
    },
    async delete(name) {
      const topic = writableTopic(name);
      await again(async () => {
        const stored = engine.registry.get('topics', topic);
        if (stored === undefined) throw nothingToDelete(topic);
        await engine.commit(deleteUnit(topic, stored, schemas?.removal(topic) ?? [], clock.now()));
      });
    },
    trim(name, request) {
      const topic = writableTopic(name);
      return again(() => {
        const stored = engine.registry.get('topics', topic);
        if (stored === undefined) throw unknownTopic(topic);
        return trimTopic(engine, stored, request, clock.now());
      });
    },
    lookup: lookup.lookup,
    close: lookup.close,
  };
}

/** Undefined where nothing would change. @throws INVALID_PARTITIONS */
function putUnit(
  topic: TopicName,
  config: TopicConfig,
  stored: Document | undefined,
  at: number,
): CommitUnit | undefined {
  if (stored !== undefined) {
    const before = readTopicConfig(stored.body);
    if (sameConfig(before, config)) return undefined;
    if (config.partitions < before.partitions) throw tooFewPartitions(topic, before.partitions, config.partitions);
  }
  const kind = stored === undefined ? 'topic.created' : 'topic.changed';
  return {
    expect: [{ kind: 'version', collection: 'topics', name: topic, version: stored?.version ?? 0 }],
    documents: [{ collection: 'topics', name: topic, body: config }],
    logs: [{ kind: 'put', topic, ...logSettings(config) }],
    appends: [changeEvents(at, [{ kind, name: topic, config }])],
  };
}

function deleteUnit(topic: TopicName, stored: Document, along: readonly DocumentChange[], at: number): CommitUnit {
  return {
    expect: [{ kind: 'version', collection: 'topics', name: topic, version: stored.version }],
    documents: [{ collection: 'topics', name: topic, body: null }, ...along],
    logs: [{ kind: 'delete', topic }],
    appends: [changeEvents(at, [{ kind: 'topic.deleted', name: topic }])],
  };
}

async function again<T>(change: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await change();
    } catch (error) {
      const conflict = error instanceof PosthornError && error.code === 'VERSION_CONFLICT';
      if (!conflict || attempt >= DEFINITION_COMMIT_ATTEMPTS) throw error;
    }
  }
}

function writableTopic(name: string): TopicName {
  const topic = parseTopicName(name);
  if (isInternalName(topic)) {
    throw new PosthornError(
      'TOPIC_AUTHORIZATION_FAILED',
      `'${topic}' begins with '_': such topics are the bus's own and can only be read. Use another name.`,
    );
  }
  return topic;
}

function nothingToDelete(topic: TopicName): PosthornError {
  const detail = `Topic '${topic}' does not exist: there is nothing to delete. GET /v1/topics lists what there is.`;
  return new PosthornError('UNKNOWN_TOPIC_OR_PARTITION', detail);
}

function tooFewPartitions(topic: TopicName, has: number, asked: number): PosthornError {
  const message = `must be at least ${has}: partitions only grow`;
  return new PosthornError(
    'INVALID_PARTITIONS',
    `Topic '${topic}' has ${has} partitions and cannot shrink to ${asked}: keys would change their partition. ` +
      `Send "partitions": ${has} or more.`,
    { errors: [{ path: '/partitions', message }] },
  );
}
