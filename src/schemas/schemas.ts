// The schemas of topics: versions are registered here, and every event produced is checked against the latest.
import { isDeepStrictEqual } from 'node:util';
import type { CommitUnit, Document, DocumentChange, Engine } from '../engine/engine.js';
import { PosthornError } from '../errors/posthorn-error.js';
import type { Clock } from '../model/clock.js';
import {
  DEFINITION_COMMIT_ATTEMPTS,
  LIST_DEFAULT_LIMIT,
  LIST_MAX_LIMIT,
  SCHEMA_HISTORY_MAX_BYTES,
  SCHEMA_MAX_VERSIONS,
} from '../model/limits.js';
import { isInternalName, parseTopicName, type TopicName } from '../model/names.js';
import { makeSchemaCompiler, type SchemaValidator } from './compile-schema.js';
import { parseRegistration, type Registration } from './registration.js';
import { type StoredVersion, versionsOf } from './stored-versions.js';
import { makeValidatorCache } from './validator-cache.js';

export type SchemaVersion = StoredVersion & { readonly topic: TopicName };

export type SchemaPage = { readonly items: readonly SchemaVersion[]; readonly next?: string };

export type Schemas = {
  /** The latest version's schema again changes nothing. @throws INVALID_REQUEST INVALID_SCHEMA UNSUPPORTED_FEATURE */
  register(topic: string, body: unknown): Promise<SchemaVersion>;
  /** Oldest first; `after`: a version, exclusive. @throws UNKNOWN_TOPIC_OR_PARTITION */
  list(topic: string, page?: { readonly after?: number; readonly limit?: number }): SchemaPage;
  /** @throws UNKNOWN_TOPIC_OR_PARTITION SCHEMA_NOT_FOUND */
  get(topic: string, version: number): SchemaVersion;
  /** Of the latest version; undefined where the topic has no schema. The same object until the topic's schema changes. */
  validatorFor(topic: string): SchemaValidator | undefined;
  latestVersion(topic: string): number | undefined;
  /** What must be written along when the topic is deleted. */
  removal(topic: string): readonly DocumentChange[];
  /** Ends the listening to the engine. */
  close(): void;
};

export type SchemasDeps = { readonly engine: Pick<Engine, 'commit' | 'registry'>; readonly clock: Clock };

export function makeSchemas({ engine, clock }: SchemasDeps): Schemas {
  const { registry } = engine;
  const compile = makeSchemaCompiler();
  const cache = makeValidatorCache(registry, compile);

  const existing = (name: string): Document => {
    const topic = parseTopicName(name);
    const stored = registry.get('topics', topic);
    if (stored === undefined) throw unknownTopic(topic);
    return stored;
  };

  const registerOnce = async (topic: TopicName, asked: Registration): Promise<SchemaVersion> => {
    const owner = existing(topic);
    const stored = registry.get('schemas', topic);
    const versions = versionsOf(stored);
    const latest = versions.at(-1);
    if (latest !== undefined && sameRegistration(latest, asked)) return { topic, ...latest };
    compile(asked.schema, (latest?.version ?? 0) + 1);
    const added = { version: (latest?.version ?? 0) + 1, ...asked, registeredAt: clock.now() };
    await engine.commit(registerUnit(topic, owner, stored, withinHistory([...versions, added])));
    return { topic, ...added };
  };

  return {
    async register(name, body) {
      const topic = writableTopic(name);
      existing(topic);
      const asked = parseRegistration(body);
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await registerOnce(topic, asked);
        } catch (error) {
          const conflict = error instanceof PosthornError && error.code === 'VERSION_CONFLICT';
          if (!conflict || attempt >= DEFINITION_COMMIT_ATTEMPTS) throw error;
        }
      }
    },
    list(name, { after = 0, limit = LIST_DEFAULT_LIMIT } = {}) {
      const topic = existing(name).name as TopicName;
      const rest = versionsOf(registry.get('schemas', topic)).filter(({ version }) => version > after);
      const items = rest.slice(0, Math.min(limit, LIST_MAX_LIMIT)).map((version) => ({ topic, ...version }));
      const last = items.at(-1);
      return { items, ...(rest.length > items.length && last !== undefined ? { next: String(last.version) } : {}) };
    },
    get(name, version) {
      const topic = existing(name).name as TopicName;
      const versions = versionsOf(registry.get('schemas', topic));
      const found = versions.find((candidate) => candidate.version === version);
      if (found === undefined) throw schemaNotFound(topic, version, versions.length);
      return { topic, ...found };
    },
    validatorFor: cache.validatorFor,
    latestVersion: cache.latestVersion,
    removal: (topic) => [{ collection: 'schemas', name: topic, body: null }],
    close: cache.close,
  };
}

function sameRegistration(latest: StoredVersion, asked: Registration): boolean {
  return latest.compatibility === asked.compatibility && isDeepStrictEqual(latest.schema, asked.schema);
}

/** The topic must still be the one that was looked at: a schema never outlives or precedes its topic. */
function registerUnit(
  topic: TopicName,
  owner: Document,
  stored: Document | undefined,
  versions: readonly StoredVersion[],
): CommitUnit {
  return {
    expect: [
      { kind: 'incarnation', collection: 'topics', name: topic, incarnation: owner.incarnation },
      { kind: 'version', collection: 'schemas', name: topic, version: stored?.version ?? 0 },
    ],
    documents: [{ collection: 'schemas', name: topic, body: { versions } }],
  };
}

function withinHistory(versions: readonly StoredVersion[]): readonly StoredVersion[] {
  const bytes = Buffer.byteLength(JSON.stringify(versions));
  if (versions.length <= SCHEMA_MAX_VERSIONS && bytes <= SCHEMA_HISTORY_MAX_BYTES) return versions;
  throw new PosthornError(
    'INVALID_SCHEMA',
    `The topic's schemas would be ${versions.length} versions of ${bytes} bytes together; at most ` +
      `${SCHEMA_MAX_VERSIONS} of ${SCHEMA_HISTORY_MAX_BYTES} bytes are kept. Go on with a new topic.`,
  );
}

function writableTopic(name: string): TopicName {
  const topic = parseTopicName(name);
  if (isInternalName(topic)) {
    throw new PosthornError(
      'TOPIC_AUTHORIZATION_FAILED',
      `'${topic}' begins with '_': such topics are the bus's own and take no schema. Use another topic.`,
    );
  }
  return topic;
}

function unknownTopic(topic: TopicName): PosthornError {
  return new PosthornError(
    'UNKNOWN_TOPIC_OR_PARTITION',
    `Topic '${topic}' does not exist. Create it with PUT /v1/topics/${topic} and the body {}, then register its schema.`,
  );
}

function schemaNotFound(topic: TopicName, version: number, versions: number): PosthornError {
  const mend =
    versions === 0
      ? `It has none yet: register one with PUT /v1/topics/${topic}/schema.`
      : `It has versions 1 to ${versions}: see GET /v1/topics/${topic}/schemas.`;
  return new PosthornError('SCHEMA_NOT_FOUND', `Topic '${topic}' has no schema version ${version}. ${mend}`);
}
