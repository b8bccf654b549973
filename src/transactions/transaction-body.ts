// decode ▸ `{"produce":[{"topic","events":[…]}],"commit":[{"group","memberId"?,"generation"?,"offsets":[…]}]}`. The events
// stay byte ranges of the request: produce reads them.
import { PosthornError } from '../errors/posthorn-error.js';
import { proveDocument } from '../json/fault.js';
import { arrayElements, eachMember, type JsonRange, jsonKindAt, jsonString, pointerStep } from '../json/parts.js';
import {
  PRODUCE_MAX_EVENTS,
  TRANSACTION_MAX_GROUPS,
  TRANSACTION_MAX_OFFSETS,
  TRANSACTION_MAX_TOPICS,
} from '../model/limits.js';
import { parseGroupName, parseOffset, parsePartition, parseTopicName } from '../model/names.js';
import { makePlaces, placesTold } from '../model/places.js';
import type { AskedCommit, AskedEvents, AskedOffset, AskedTransaction } from './asked.js';

const FORM =
  '{"produce":[{"topic":"orders","events":[{"value": …}]}],"commit":[{"group":"billing","offsets":' +
  '[{"topic":"payments","partition":0,"offset":7}]}]}';
const NOWHERE: JsonRange = { start: 0, end: 0 };

/** Over the whole transaction. */
const MOST = {
  topics: TRANSACTION_MAX_TOPICS,
  groups: TRANSACTION_MAX_GROUPS,
  events: PRODUCE_MAX_EVENTS,
  offsets: TRANSACTION_MAX_OFFSETS,
} as const;
type Counted = keyof typeof MOST;

function tooMany(what: Counted): PosthornError {
  const detail = `A transaction has at most ${MOST[what]} ${what}: make several of it.`;
  return new PosthornError('MESSAGE_TOO_LARGE', detail);
}

/** Reads parts of a body and gathers what is wrong with their form. */
function makeReader(body: Buffer) {
  const places = makePlaces();
  const tell = (path: string, message: string): undefined => void places.add(path, message);
  const room: Record<Counted, number> = { ...MOST };

  /** Undefined where there is no object, which is told then. */
  const fields = <Name extends string>(range: JsonRange, path: string, names: readonly Name[]) => {
    if (jsonKindAt(body, range.start) !== 'object') return tell(path, `must be an object of ${names.join(', ')}`);
    const found = new Map<Name, JsonRange>();
    const unknown = `is unknown; the fields are ${names.join(', ')}`;
    eachMember(body, range, (name, value) => {
      const known = (names as readonly string[]).includes(name);
      if (known && !found.has(name as Name)) found.set(name as Name, value);
      else if (places.full()) places.skip(1);
      else tell(`${path}/${pointerStep(name)}`, known ? 'comes twice' : unknown);
    });
    return found;
  };

  /** @throws MESSAGE_TOO_LARGE where it makes them more than there may be: before any of them is looked at */
  const list = (range: JsonRange | undefined, path: string, counted: Counted): readonly JsonRange[] => {
    if (range !== undefined && jsonKindAt(body, range.start) === 'array') {
      const elements = arrayElements(body, range, room[counted]);
      if (elements.length > room[counted]) throw tooMany(counted);
      room[counted] -= elements.length;
      return elements;
    }
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
    const [first] = places.kept;
    if (first === undefined) return;
    const more = places.count() === 1 ? '' : ` (and ${places.count() - 1} more, see errors)`;
    const where = first.path === '' ? 'The body' : `Body field '${first.path?.slice(1)}'`;
    const detail = `${where} ${first.message}${more}. A transaction is ${FORM}.`;
    throw new PosthornError('INVALID_REQUEST', detail, placesTold(places));
  };

  return { tell, fields, list, text, integer, raise };
}

type Reader = ReturnType<typeof makeReader>;

function readEvents(reader: Reader, range: JsonRange, path: string): AskedEvents {
  const fields = reader.fields(range, path, ['topic', 'events']);
  if (fields === undefined) return { topic: '', events: [] };
  return {
    topic: reader.text(fields.get('topic'), `${path}/topic`),
    events: reader.list(fields.get('events'), `${path}/events`, 'events'),
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
    .list(fields.get('offsets'), `${path}/offsets`, 'offsets')
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

/** @throws EMPTY_REQUEST */
function refuseEmpty(produce: readonly AskedEvents[], commit: readonly RawCommit[]): void {
  if (produce.length + commit.length === 0) {
    throw new PosthornError('EMPTY_REQUEST', `The transaction is empty: give events, offsets or both, as in ${FORM}.`);
  }
  const none = commit.find(({ offsets }) => offsets.length === 0);
  if (none !== undefined) {
    const detail = `The commit of the group '${none.group.slice(0, 80)}' has no offsets: give one or leave the group out.`;
    throw new PosthornError('EMPTY_REQUEST', detail);
  }
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
  const listOf = (name: 'produce' | 'commit', counted: Counted): readonly JsonRange[] =>
    fields?.has(name) === true ? reader.list(fields.get(name) ?? NOWHERE, `/${name}`, counted) : [];
  const produce = listOf('produce', 'topics').map((range, nth) => readEvents(reader, range, `/produce/${nth}`));
  const commit = listOf('commit', 'groups').map((range, nth) => readCommit(reader, range, `/commit/${nth}`));
  const groups = new Set<string>();
  commit.forEach(({ group }, nth) => {
    if (group !== '' && groups.has(group)) reader.tell(`/commit/${nth}/group`, 'names a group for the second time');
    groups.add(group);
  });
  reader.raise();
  refuseEmpty(produce, commit);
  const named = commit.map(({ group, offsets, ...member }) => ({
    ...{ group: parseGroupName(group), ...member },
    offsets: offsets.map(namedOffset),
  }));
  return { produce, commit: named };
}
