// Where a subscription or an idle group is to go on: the body of a seek, checked before anything is looked up.
import { type ErrorOptions, PosthornError } from '../errors/posthorn-error.js';
import { type Fields, makeFields } from './fields.js';
import { GROUP_MAX_OFFSETS } from './group-limits.js';
import { makePlaces, type Places, placesTold } from './places.js';
import type { StartAt } from './start-at.js';

export type SeekOffset = { readonly topic: string; readonly partition: number; readonly offset: number };

export type SeekTarget =
  /** `topics`: only these; null: all that it receives. */
  | {
      readonly kind: 'start';
      readonly start: Exclude<StartAt, { kind: 'offsets' }>;
      readonly topics: readonly string[] | null;
    }
  | { readonly kind: 'offsets'; readonly offsets: readonly SeekOffset[] };

const FORM =
  '{"to": "earliest"}, {"to": "latest"}, {"timestamp": ms} or {"offsets": [{"topic": "orders", "partition": 0, "offset": 0}]}';

/** @param others further forms that the caller takes itself @throws INVALID_REQUEST naming every wrong field */
export function parseSeek(body: unknown, others = ''): SeekTarget {
  if (!isObject(body)) throw new PosthornError('INVALID_REQUEST', `The body must be one of ${FORM}${others}.`);
  const places = makePlaces();
  const fields = makeFields(body, '', places);
  const given = ['to', 'timestamp', 'offsets'].filter((name) => body[name] !== undefined);
  if (given.length !== 1) {
    const found = given.length === 0 ? 'none of them' : given.join(' and ');
    const detail = `A seek goes to one of 'to', 'timestamp' and 'offsets'; the body has ${found}. Send one of ${FORM}${others}.`;
    throw new PosthornError('INVALID_REQUEST', detail);
  }
  const target: SeekTarget =
    given[0] === 'offsets'
      ? { kind: 'offsets', offsets: readOffsets(fields, '', places) }
      : { kind: 'start', start: readStart(fields, given[0] === 'to'), topics: readTopics(fields) };
  fields.refuseOthers();
  refuseWrong(placesTold(places));
  return target;
}

type Wrong = Pick<ErrorOptions, 'errors' | 'members'>;

/** @throws INVALID_REQUEST where there are any */
export function refuseWrong(wrong: Wrong, remedy = 'Correct it and send the seek again'): void {
  const [first = undefined] = wrong.errors ?? [];
  if (first === undefined) return;
  const field = (first.path ?? '').slice(1).replaceAll('/', '.');
  throw new PosthornError('INVALID_REQUEST', `'${field}' ${first.message}. ${remedy}.`, wrong);
}

function readStart(fields: Fields, named: boolean): Exclude<StartAt, { kind: 'offsets' }> {
  if (named) {
    const to = fields.take('to');
    if (to === 'earliest' || to === 'latest') return { kind: to };
    fields.wrong('to', 'must be "earliest" or "latest"');
    return { kind: 'latest' };
  }
  const timestamp = fields.take('timestamp');
  if (!isCount(timestamp)) fields.wrong('timestamp', 'must be a time in ms since the epoch, an integer from 0');
  return { kind: 'timestamp', timestamp: timestamp as number };
}

export function readTopics(fields: Fields): readonly string[] | null {
  const topics = fields.take('topics');
  if (topics === undefined) return null;
  if (Array.isArray(topics) && topics.length > 0 && topics.every((topic) => typeof topic === 'string')) {
    return [...new Set(topics as string[])];
  }
  fields.wrong('topics', 'must be a list of topic names; leave it out for all that it receives');
  return [];
}

/** @param path of the object that has them, e.g. `/range/from` */
export function readOffsets(fields: Fields, path: string, places: Places): readonly SeekOffset[] {
  const offsets = fields.take('offsets');
  if (!Array.isArray(offsets) || offsets.length === 0) {
    fields.wrong('offsets', 'must be a list such as [{"topic": "orders", "partition": 0, "offset": 0}]');
    return [];
  }
  if (offsets.length > GROUP_MAX_OFFSETS) {
    fields.wrong('offsets', `must name at most ${GROUP_MAX_OFFSETS} partitions: send several seeks`);
    return [];
  }
  const named = new Set<string>();
  return offsets.map((given: unknown, index) => {
    if (!isObject(given)) fields.wrong(`offsets/${index}`, 'must be an object with topic, partition and offset');
    const one = makeFields(isObject(given) ? given : {}, `${path}/offsets/${index}`, places);
    const [topic, partition, offset] = [one.take('topic'), one.take('partition'), one.take('offset')];
    if (isObject(given)) {
      if (typeof topic !== 'string') one.wrong('topic', 'must be the name of a topic');
      if (!isCount(partition)) one.wrong('partition', 'must be an integer from 0');
      if (!isCount(offset)) one.wrong('offset', 'must be an integer from 0');
      one.refuseOthers();
      const place = `${String(topic)}/${String(partition)}`;
      if (named.has(place)) fields.wrong(`offsets/${index}`, 'names its partition a second time');
      named.add(place);
    }
    return { topic: topic as string, partition: partition as number, offset: offset as number };
  });
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
