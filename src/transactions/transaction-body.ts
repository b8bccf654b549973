// decode ▸ `{"produce":[{"topic","events":[…]}],"commit":[{"group","memberId"?,"generation"?,"offsets":[…]}]}`. The events
// stay byte ranges of the request: produce reads them.
import { type ErrorPlace, PosthornError } from '../errors/posthorn-error.js';
import { proveDocument } from '../json/fault.js';
import { arrayElements, type JsonRange, jsonKindAt, jsonString, objectMembers, pointerStep } from '../json/parts.js';
import {
  PRODUCE_MAX_EVENTS,
  TRANSACTION_MAX_GROUPS,
  TRANSACTION_MAX_OFFSETS,
  TRANSACTION_MAX_TOPICS,
} from '../model/limits.js';
import { parseGroupName, parseOffset, parsePartition, parseTopicName } from '../model/names.js';
import type { AskedCommit, AskedEvents, AskedOffset, AskedTransaction } from './asked.js';

const FORM =
  '{"produce":[{"topic":"orders","events":[{"value": …}]}],"commit":[{"group":"billing","offsets":' +
  '[{"topic":"payments","partition":0,"offset":7}]}]}';
const NOWHERE: JsonRange = { start: 0, end: 0 };

/** Reads parts of a body and gathers what is wrong with their form. */
function makeReader(body: Buffer) {
  const places: ErrorPlace[] = [];
  const tell = (path: string, message: string): undefined => void places.push({ path, message });

  /** Undefined where there is no object, which is told then. */
  const fields = <Name extends string>(range: JsonRange, path: string, names: readonly Name[]) => {
    if (jsonKindAt(body, range.start) !== 'object') return tell(path, `must be an object of ${names.join(', ')}`);
    const found = new Map<Name, JsonRange>();
    for (const { name, value } of objectMembers(body, range)) {
      const at = `${path}/${pointerStep(name)}`;
      if (!(names as readonly string[]).includes(name)) tell(at, `is unknown; the fields are ${names.join(', ')}`);
      else if (found.has(name as Name)) tell(at, 'comes twice');
      else found.set(name as Name, value);
    }
    return found;
  };

  const list = (range: JsonRange | undefined, path: string): readonly JsonRange[] => {
    if (range !== undefined && jsonKindAt(body, range.start) === 'array') return arrayElements(body, range);
    tell(path, range === undefined ? 'is missing' : 'must be a list');
    return [];
  };

  const text = (range: JsonRange | undefined, path: string): string => {
    if (range !== undefined && jsonKindAt(body, range.start) === 'string') {
      const found = jsonString(body, range.start, range.end);
      if (found !== '') return found;
    }
    tell(path, range === undefined ? 'is missing' : 'must be a string, and not an empty one');
    return '';
  };

  const integer = (range: JsonRange | undefined, path: string): number => {
    if (range !== undefined && jsonKindAt(body, range.start) === 'number') {
      const number = Number(body.toString('latin1', range.start, range.end));
      if (Number.isSafeInteger(number) && number >= 0) return number;
    }
    tell(path, range === undefined ? 'is missing' : 'must be an integer from 0');
    return 0;
  };

  const raise = (): void => {
    const [first] = places;
    if (first === undefined) return;
    const more = places.length === 1 ? '' : ` (and ${places.length - 1} more, see errors)`;
    const where = first.path === '' ? 'The body' : `Body field '${first.path?.slice(1)}'`;
    throw new PosthornError('INVALID_REQUEST', `${where} ${first.message}${more}. A transaction is ${FORM}.`, {
      errors: places,
    });
  };

  return { tell, fields, list, text, integer, raise };
}

type Reader = ReturnType<typeof makeReader>;

function readEvents(reader: Reader, range: JsonRange, path: string): AskedEvents {
  const fields = reader.fields(range, path, ['topic', 'events']);
  if (fields === undefined) return { topic: '', events: [] };
  return {
    topic: reader.text(fields.get('topic'), `${path}/topic`),
    events: reader.list(fields.get('events'), `${path}/events`),
  };
}

type RawOffset = { readonly topic: string; readonly partition: number; readonly offset: number };
type RawCommit = Omit<AskedCommit, 'group' | 'offsets'> & {
  readonly group: string;
  readonly offsets: readonly RawOffset[];
};

function readOffset(reader: Reader, range: JsonRange, path: string): RawOffset {
  const fields = reader.fields(range, path, ['topic', 'partition', 'offset']);
  if (fields === undefined) return { topic: '', partition: 0, offset: 0 };
  return {
    topic: reader.text(fields.get('topic'), `${path}/topic`),
    partition: reader.integer(fields.get('partition'), `${path}/partition`),
    offset: reader.integer(fields.get('offset'), `${path}/offset`),
  };
}

function readCommit(reader: Reader, range: JsonRange, path: string): RawCommit {
  const fields = reader.fields(range, path, ['group', 'memberId', 'generation', 'offsets']);
  if (fields === undefined) return { group: '', offsets: [] };
  const group = reader.text(fields.get('group'), `${path}/group`);
  const offsets = reader
    .list(fields.get('offsets'), `${path}/offsets`)
    .map((element, nth) => readOffset(reader, element, `${path}/offsets/${nth}`));
  const seen = new Set<string>();
  offsets.forEach(({ topic, partition }, nth) => {
    const place = `${partition} ${topic}`;
    if (topic !== '' && seen.has(place)) reader.tell(`${path}/offsets/${nth}`, 'names a partition for the second time');
    seen.add(place);
  });
  if (!fields.has('memberId') && !fields.has('generation')) return { group, offsets };
  // `memberId` and `generation` are one proof: half of it would silently be none.
  const memberId = reader.text(fields.get('memberId'), `${path}/memberId`);
  return { group, memberId, generation: reader.integer(fields.get('generation'), `${path}/generation`), offsets };
}

function tooMany(what: string, most: number): PosthornError {
  return new PosthornError('MESSAGE_TOO_LARGE', `A transaction has at most ${most} ${what}: make several of it.`);
}

/** @throws MESSAGE_TOO_LARGE EMPTY_REQUEST */
function checkSize(produce: readonly AskedEvents[], commit: readonly RawCommit[]): void {
  if (produce.length + commit.length === 0) {
    throw new PosthornError('EMPTY_REQUEST', `The transaction is empty: give events, offsets or both, as in ${FORM}.`);
  }
  const none = commit.find(({ offsets }) => offsets.length === 0);
  if (none !== undefined) {
    const detail = `The commit of the group '${none.group.slice(0, 80)}' has no offsets: give one or leave the group out.`;
    throw new PosthornError('EMPTY_REQUEST', detail);
  }
  if (produce.length > TRANSACTION_MAX_TOPICS) throw tooMany('topics', TRANSACTION_MAX_TOPICS);
  if (commit.length > TRANSACTION_MAX_GROUPS) throw tooMany('groups', TRANSACTION_MAX_GROUPS);
  const events = produce.reduce((sum, entry) => sum + entry.events.length, 0);
  if (events > PRODUCE_MAX_EVENTS) throw tooMany('events', PRODUCE_MAX_EVENTS);
  const offsets = commit.reduce((sum, entry) => sum + entry.offsets.length, 0);
  if (offsets > TRANSACTION_MAX_OFFSETS) throw tooMany('offsets', TRANSACTION_MAX_OFFSETS);
}

const namedOffset = ({ topic, partition, offset }: RawOffset): AskedOffset => ({
  topic: parseTopicName(topic),
  partition: parsePartition(partition),
  offset: parseOffset(offset),
});

/** @throws INVALID_JSON INVALID_UTF8 INVALID_REQUEST EMPTY_REQUEST MESSAGE_TOO_LARGE INVALID_GROUP_ID INVALID_TOPIC_EXCEPTION */
export function readTransaction(body: Buffer): AskedTransaction {
  if (body.length === 0) throw new PosthornError('EMPTY_REQUEST', `The body is empty: send ${FORM}.`);
  const reader = makeReader(body);
  const fields = reader.fields(proveDocument(body), '', ['produce', 'commit']);
  const listOf = (name: 'produce' | 'commit'): readonly JsonRange[] =>
    fields?.has(name) === true ? reader.list(fields.get(name) ?? NOWHERE, `/${name}`) : [];
  const produce = listOf('produce').map((range, nth) => readEvents(reader, range, `/produce/${nth}`));
  const commit = listOf('commit').map((range, nth) => readCommit(reader, range, `/commit/${nth}`));
  const groups = new Set<string>();
  commit.forEach(({ group }, nth) => {
    if (group !== '' && groups.has(group)) reader.tell(`/commit/${nth}/group`, 'names a group for the second time');
    groups.add(group);
  });
  reader.raise();
  checkSize(produce, commit);
  const named = commit.map(({ group, offsets, ...member }) => ({
    ...{ group: parseGroupName(group), ...member },
    offsets: offsets.map(namedOffset),
  }));
  return { produce, commit: named };
}
