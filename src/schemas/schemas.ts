// The schemas of topics: versions are registered here, and every event produced is checked against the latest.
import { type Change, changeEvents } from '../engine/changes.js';
import type { CommitUnit, Document, DocumentChange, Engine } from '../engine/engine.js';
import { PosthornError } from '../errors/posthorn-error.js';
import type { Clock } from '../model/clock.js';
import {
  DEFINITION_COMMIT_ATTEMPTS,
  ERROR_PLACES_MAX,
  LIST_DEFAULT_LIMIT,
  LIST_MAX_LIMIT,
  SCHEMA_HISTORY_MAX_BYTES,
  SCHEMA_MAX_VERSIONS,
} from '../model/limits.js';
import { isInternalName, parseTopicName, type TopicName } from '../model/names.js';
import { bundle } from './bundle.js';
import { jsonEqual } from './compatibility/json-equal.js';
import type { Compatibility, VersionProblem } from './compatibility/modes.js';
import { makeSchemaCompiler, type SchemaValidator } from './compile-schema.js';
import { incompatibleSchema, nextVersion } from './next-version.js';
import { parseRegistration } from './registration.js';
import { checkSchemaForm } from './schema-check.js';
import { makeSchemaIds } from './schema-ids.js';
import { type StoredVersion, versionsOf } from './stored-versions.js';
import { makeValidatorCache } from './validator-cache.js';

export type SchemaVersion = StoredVersion & { readonly topic: TopicName };

export type SchemaPage = { readonly items: readonly SchemaVersion[]; readonly next?: string };

export type SchemaTrial = {
  readonly compatible: boolean;
  /** The version that the schema would get, or has. */
  readonly version: number;
  readonly compatibility: Compatibility;
  readonly problems: readonly VersionProblem[];
};

export type Schemas = {
  /**
   * The latest version's schema again makes no version; with another `compatibility` that one holds from then on.
   * @throws INVALID_REQUEST INVALID_SCHEMA INCOMPATIBLE_SCHEMA
   */
  register(topic: string, body: unknown): Promise<SchemaVersion>;
  /** What `register` would do, and nothing done. @throws as `register`, but for INCOMPATIBLE_SCHEMA */
  check(topic: string, body: unknown): Promise<SchemaTrial>;
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
  const ids = makeSchemaIds(registry);

  const existing = (name: string): Document => {
    const topic = parseTopicName(name);
    const stored = registry.get('topics', topic);
    if (stored === undefined) throw unknownTopic(topic);
    return stored;
  };

  /** The schema made whole, and what would become of it. */
  const prepare = async (topic: TopicName, body: unknown) => {
    const asked = parseRegistration(body);
    const owner = existing(topic);
    const stored = registry.get('schemas', topic);
    const versions = versionsOf(stored);
    const schema = bundle(checkSchemaForm(asked.schema), ids.newest);
    const latest = versions.at(-1);
    const known = latest !== undefined && jsonEqual(latest.schema, schema);
    if (!known) compile(schema, (latest?.version ?? 0) + 1);
    const next = await nextVersion(versions, schema, known, asked.compatibility);
    return { owner, stored, versions, latest, schema, next };
  };

  const registerOnce = async (topic: TopicName, body: unknown): Promise<SchemaVersion> => {
    const { owner, stored, versions, latest, schema, next } = await prepare(topic, body);
    if (latest !== undefined && next.known && latest.compatibility === next.compatibility) return { topic, ...latest };
    if (next.problems.length > 0) throw incompatibleSchema(topic, next);
    const added = latest !== undefined && next.known ? { ...latest } : { registeredAt: clock.now() };
    const version = { ...added, version: next.version, schema, compatibility: next.compatibility };
    const kept = next.known ? versions.slice(0, -1) : versions;
    const kind = next.known ? 'schema.changed' : 'schema.registered';
    const change: Change = { kind, name: topic, version: version.version, compatibility: version.compatibility };
    const unit = registerUnit(topic, owner, stored, withinHistory([...kept, version]));
    await engine.commit({ ...unit, appends: [changeEvents(clock.now(), [change])] });
    return { topic, ...version };
  };

  return {
    async register(name, body) {
      const topic = writableTopic(name);
      existing(topic);
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await registerOnce(topic, body);
        } catch (error) {
          const conflict = error instanceof PosthornError && error.code === 'VERSION_CONFLICT';
          if (!conflict || attempt >= DEFINITION_COMMIT_ATTEMPTS) throw error;
        }
      }
    },
    async check(name, body) {
      const topic = writableTopic(name);
      existing(topic);
      const { version, compatibility, problems } = (await prepare(topic, body)).next;
      const told = problems.slice(0, ERROR_PLACES_MAX).map((each) => ({ ...each, path: `/schema${each.path}` }));
      return { compatible: problems.length === 0, version, compatibility, problems: told };
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
    close: () => {
      cache.close();
      ids.close();
    },
  };
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
