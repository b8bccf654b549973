// A topic as the API shows it, and as it is put.

import { KEY_PATH_MAX_CHARS, MAX_DEDUPE_WINDOW_MS, MAX_MAX_EVENT_BYTES, MAX_PARTITIONS } from '../../model/limits.js';
import { NAME_PATTERN } from '../../model/names.js';
import { DEFAULT_TOPIC_CONFIG } from '../../topics/topic-config.js';
import { Type } from '../json-schema.js';

export const topicNameField = Type.String({
  description: `Topic name: ${NAME_PATTERN}; a leading "_" is the bus's own`,
  examples: ['orders'],
});

/** Judged in full by topics/topic-config.ts, so that its codes reach the caller: here only for the documentation. */
const fields = {
  partitions: Type.Integer({
    minimum: 1,
    maximum: MAX_PARTITIONS,
    default: DEFAULT_TOPIC_CONFIG.partitions,
    description: 'Ordered shards of the topic; can only grow',
    examples: [4],
  }),
  retentionMs: Type.Integer({
    minimum: -1,
    default: DEFAULT_TOPIC_CONFIG.retentionMs,
    description: 'How long events are kept, in milliseconds; -1: for ever',
    examples: [604_800_000],
  }),
  retentionBytes: Type.Integer({
    minimum: -1,
    default: DEFAULT_TOPIC_CONFIG.retentionBytes,
    description: 'How many bytes of values each partition keeps; -1: no bound',
    examples: [-1],
  }),
  cleanupPolicy: Type.Union([Type.Literal('delete'), Type.Literal('compact'), Type.Literal('compact,delete')], {
    default: DEFAULT_TOPIC_CONFIG.cleanupPolicy,
    description:
      '"delete": events go by retentionMs and retentionBytes. "compact": of each key the newest event stays, whatever its ' +
      'age; every event needs a key. "compact,delete": both',
    examples: ['delete'],
  }),
  deleteRetentionMs: Type.Integer({
    minimum: 0,
    default: DEFAULT_TOPIC_CONFIG.deleteRetentionMs,
    description:
      'How long compaction leaves a tombstone that is the one event of its key, in milliseconds: so long a reader has to see it',
    examples: [86_400_000],
  }),
  keyPath: Type.Union([Type.String({ maxLength: KEY_PATH_MAX_CHARS }), Type.Null()], {
    default: DEFAULT_TOPIC_CONFIG.keyPath,
    description: "JSON pointer (RFC 6901) into the value, where an event's key is taken from; null: none",
    examples: ['/orderId'],
  }),
  dedupeWindowMs: Type.Integer({
    minimum: 1,
    maximum: MAX_DEDUPE_WINDOW_MS,
    default: DEFAULT_TOPIC_CONFIG.dedupeWindowMs,
    description: 'How long a dedupe key makes a repeated produce one event, in milliseconds',
    examples: [86_400_000],
  }),
  maxEventBytes: Type.Integer({
    minimum: 1,
    maximum: MAX_MAX_EVENT_BYTES,
    default: DEFAULT_TOPIC_CONFIG.maxEventBytes,
    description: "Bytes of one event's value at most",
    examples: [1_048_576],
  }),
};

export const topicConfigBody = Type.Partial(Type.Object(fields), {
  additionalProperties: false,
  description: 'The whole configuration: absent fields take their defaults',
});

export const topicShape = Type.Object(
  {
    topic: topicNameField,
    partitions: Type.Array(
      Type.Object({
        partition: Type.Integer({ examples: [0] }),
        logStartOffset: Type.Integer({ description: 'Oldest readable offset', examples: [0] }),
        highWatermark: Type.Integer({ description: 'First offset not yet readable', examples: [1042] }),
        bytes: Type.Integer({ description: 'Bytes of the values', examples: [114_620] }),
      }),
    ),
    config: Type.Object(fields),
    schemaVersion: Type.Optional(
      Type.Integer({ description: 'The schema version that new events are checked against', examples: [1] }),
    ),
  },
  { description: 'The topic' },
);
