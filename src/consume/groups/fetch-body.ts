// POST /v1/groups/{group}/fetch: the body, checked before anything is looked up.
import { PosthornError } from '../../errors/posthorn-error.js';
import { type Fields, makeFields } from '../../model/fields.js';
import {
  GROUP_DEFAULT_SESSION_TIMEOUT_MS,
  GROUP_DEFAULT_WAIT_MS,
  GROUP_MAX_SESSION_TIMEOUT_MS,
  GROUP_MAX_TOPICS,
  GROUP_MIN_SESSION_TIMEOUT_MS,
  MEMBER_ID_MAX_CHARS,
} from '../../model/group-limits.js';
import {
  FETCH_DEFAULT_MAX_BYTES,
  FETCH_DEFAULT_MAX_EVENTS,
  FETCH_MAX_BYTES,
  FETCH_MAX_EVENTS,
  FETCH_MAX_WAIT_MS,
} from '../../model/limits.js';
import { isInternalName, NAME_PATTERN } from '../../model/names.js';
import { makePlaces, type Places, placesTold } from '../../model/places.js';
import type { StartAt } from '../../model/start-at.js';
import { isPrefix } from '../../model/topic-match.js';
import type { GroupMode } from './group-record.js';
import { type OffsetAt, readOffsetList } from './offset-list.js';

export type GroupFetchRequest = {
  /** Absent: as the member has it. */
  readonly topics?: readonly string[];
  readonly memberId?: string;
  readonly instanceId?: string;
  readonly start: StartAt;
  readonly maxEvents: number;
  readonly maxBytes: number;
  readonly waitMs: number;
  /** Absent: as the member has it. */
  readonly sessionTimeoutMs?: number;
  /** true: all that was handed out; a list: exactly these, and from the committed offsets again. */
  readonly commit: boolean | readonly OffsetAt[];
};

const NAME = new RegExp(NAME_PATTERN);

/** The mode alone: what else the body holds is read by the mode's own parser. @throws INVALID_REQUEST */
export function modeOf(body: unknown): GroupMode {
  const { mode } = objectOf(body);
  if (mode === undefined || mode === null || mode === 'exclusive') return 'exclusive';
  if (mode === 'shared') return mode;
  throw refusalAt('/mode', 'must be "exclusive" or "shared"');
}

/** Fields of the shared mode. */
const OF_SHARED = ['ack', 'nack', 'extend', 'leaseMs', 'maxAttempts'] as const;

/** Of an exclusive group. @throws INVALID_REQUEST naming every wrong field */
export function parseGroupFetch(body: unknown): GroupFetchRequest {
  const object = objectOf(body);
  const places = makePlaces();
  const fields = makeFields(object, '', places);
  fields.take('mode');
  for (const field of OF_SHARED) {
    if ((fields.take(field) ?? null) !== null) fields.wrong(field, 'is taken only with "mode": "shared"');
  }
  const memberId = readId(fields, 'memberId', MEMBER_ID_MAX_CHARS);
  const instanceId = readInstanceId(fields);
  const topics = readTopics(fields, memberId !== undefined);
  const [min, max] = [GROUP_MIN_SESSION_TIMEOUT_MS, GROUP_MAX_SESSION_TIMEOUT_MS];
  const sessionTimeoutMs = fields.integer('sessionTimeoutMs', min, max, GROUP_DEFAULT_SESSION_TIMEOUT_MS);
  const request: GroupFetchRequest = {
    ...(topics === undefined ? {} : { topics }),
    ...(memberId === undefined ? {} : { memberId }),
    ...(instanceId === undefined ? {} : { instanceId }),
    ...((object['sessionTimeoutMs'] ?? null) === null ? {} : { sessionTimeoutMs }),
    ...readLimits(fields),
    start: readGroupStart(fields),
    commit: readCommit(fields, places),
  };
  if (memberId === undefined && hasEntries(request.commit)) {
    fields.wrong('commit', 'names offsets, but no member: give the memberId that they were handed out to');
  }
  fields.refuseOthers();
  if (places.count() > 0) throw refusal(places);
  return request;
}

/** Bounds of an answer and of the wait for it. */
export function readLimits(fields: Fields): Pick<GroupFetchRequest, 'maxEvents' | 'maxBytes' | 'waitMs'> {
  return {
    maxEvents: fields.integer('maxEvents', 1, FETCH_MAX_EVENTS, FETCH_DEFAULT_MAX_EVENTS),
    maxBytes: fields.integer('maxBytes', 1, FETCH_MAX_BYTES, FETCH_DEFAULT_MAX_BYTES),
    waitMs: fields.integer('waitMs', 0, FETCH_MAX_WAIT_MS, GROUP_DEFAULT_WAIT_MS),
  };
}

/** @throws INVALID_REQUEST with the first of them in its detail */
export function refusal(places: Places): PosthornError {
  const [first] = places.kept;
  const field = (first?.path ?? '').slice(1).replaceAll('/', '.');
  const detail = `'${field}' ${first?.message}. Correct it and send the request again.`;
  return new PosthornError('INVALID_REQUEST', detail, placesTold(places));
}

/** The one place is wrong. */
export function refusalAt(path: string, message: string): PosthornError {
  const places = makePlaces();
  places.add(path, message);
  return refusal(places);
}

export function objectOf(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw new PosthornError('INVALID_REQUEST', 'The body must be a JSON object such as {"topics": ["orders"]}.');
}

export function readTopics(fields: Fields, mayBeAbsent: boolean): readonly string[] | undefined {
  const topics = fields.take('topics');
  if (mayBeAbsent && (topics === undefined || topics === null)) return undefined;
  if (!Array.isArray(topics) || topics.length === 0 || topics.length > GROUP_MAX_TOPICS) {
    fields.wrong('topics', `must be a list of 1 to ${GROUP_MAX_TOPICS} topic names or prefixes such as "orders.*"`);
    return [];
  }
  for (const [index, topic] of topics.entries()) {
    const message = wrongTopic(topic);
    if (message !== undefined) fields.wrong(`topics/${index}`, message);
  }
  return [...new Set(topics as string[])];
}

function wrongTopic(topic: unknown): string | undefined {
  if (typeof topic !== 'string') return 'must be a string';
  const plain = isPrefix(topic) ? topic.slice(0, -1) : topic;
  if (topic === '') return 'is empty';
  if (isPrefix(topic) && isInternalName(plain)) {
    return "begins with '_': no prefix takes in the bus's own topics, so name them in full";
  }
  return plain !== '' && !NAME.test(plain) ? 'is no topic name, nor one with a "*" at its end' : undefined;
}

export function readGroupStart(fields: Fields): StartAt {
  const start = fields.take('start') ?? 'latest';
  if (start === 'latest' || start === 'earliest') return { kind: start };
  if (typeof start === 'object' && start !== null && Object.keys(start).length === 1) {
    const { timestamp } = start as { timestamp?: unknown };
    if (Number.isSafeInteger(timestamp) && (timestamp as number) >= 0) {
      return { kind: 'timestamp', timestamp: timestamp as number };
    }
  }
  fields.wrong('start', 'must be "latest", "earliest" or {"timestamp": ms}');
  return { kind: 'latest' };
}

export function readId(fields: Fields, name: string, maxChars: number): string | undefined {
  const id = fields.take(name);
  if (id === undefined || id === null) return undefined;
  if (typeof id !== 'string' || id === '' || id.length > maxChars) {
    fields.wrong(name, `must be a string of 1 to ${maxChars} characters; leave it out to join`);
    return undefined;
  }
  return id;
}

function readInstanceId(fields: Fields): string | undefined {
  const id = fields.take('instanceId');
  if (id === undefined || id === null) return undefined;
  if (typeof id === 'string' && NAME.test(id)) return id;
  fields.wrong('instanceId', 'must be 1 to 249 of A-Z a-z 0-9 . _ -');
  return undefined;
}

function readCommit(fields: Fields, places: Places): GroupFetchRequest['commit'] {
  const commit = fields.take('commit') ?? false;
  if (typeof commit === 'boolean') return commit;
  return readOffsetList(fields, 'commit', commit, places);
}

function hasEntries(commit: GroupFetchRequest['commit']): boolean {
  return typeof commit !== 'boolean' && commit.length > 0;
}
