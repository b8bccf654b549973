// POST /v1/subscriptions/{name}/seek, third form: the part of the log that is to be sent once more. Checked before anything is
// looked up.
import { PosthornError } from '../errors/posthorn-error.js';
import { type Fields, makeFields } from '../model/fields.js';
import { makePlaces, type Places, placesTold } from '../model/places.js';
import {
  isCount,
  isObject,
  parseSeek,
  readOffsets,
  readTopics,
  refuseWrong,
  type SeekTarget,
} from '../model/seek-body.js';

/** From the first up to, and without, the second. */
export type SeekRange = { readonly kind: 'range'; readonly from: SeekTarget; readonly to: SeekTarget };

const POINT =
  'must be "earliest", "latest", {"timestamp": ms} or {"offsets": [{"topic": "orders", "partition": 0, "offset": 0}]}';

const FORM = ' or {"range": {"from": "earliest", "to": "latest"}}';

/** @throws INVALID_REQUEST naming every wrong field */
export function parseSeekOrRange(body: unknown): SeekTarget | SeekRange {
  if (!isObject(body) || body['range'] === undefined) return parseSeek(body, FORM);
  const others = ['to', 'timestamp', 'offsets'].filter((name) => body[name] !== undefined);
  if (others.length > 0) {
    const detail = `A seek moves the subscription or replays a range; the body has range and ${others.join(' and ')}. Send one.`;
    throw new PosthornError('INVALID_REQUEST', detail);
  }
  const places = makePlaces();
  const fields = makeFields(body, '', places);
  const range = readRange(fields, places);
  fields.refuseOthers();
  refuseWrong(placesTold(places));
  return range;
}

function readRange(fields: Fields, places: Places): SeekRange {
  const given = fields.take('range');
  if (!isObject(given)) {
    fields.wrong('range', 'must be an object such as {"from": "earliest", "to": {"timestamp": 1767225600000}}');
    return { kind: 'range', from: NOWHERE, to: NOWHERE };
  }
  const range = makeFields(given, '/range', places);
  const byOffsets = ['from', 'to'].some((name) => isObject(given[name]) && given[name]['offsets'] !== undefined);
  // Offsets name their topics themselves.
  const topics = byOffsets ? null : readTopics(range);
  const from = readPoint(range, 'from', topics, places);
  const to = readPoint(range, 'to', topics, places);
  range.refuseOthers();
  const [first, last] = [timeOf(from), timeOf(to)];
  if (first !== undefined && last !== undefined && last < first) range.wrong('to', "must not be before 'from'");
  return { kind: 'range', from, to };
}

const NOWHERE: SeekTarget = { kind: 'start', start: { kind: 'latest' }, topics: null };

function readPoint(range: Fields, name: 'from' | 'to', topics: readonly string[] | null, places: Places): SeekTarget {
  const given = range.take(name);
  if (given === 'earliest' || given === 'latest') return { kind: 'start', start: { kind: given }, topics };
  const path = `/range/${name}`;
  if (!isObject(given) || Object.keys(given).length !== 1) {
    range.wrong(name, POINT);
    return NOWHERE;
  }
  const point = makeFields(given, path, places);
  if (given['offsets'] !== undefined) return { kind: 'offsets', offsets: readOffsets(point, path, places) };
  const timestamp = given['timestamp'];
  if (!isCount(timestamp)) {
    range.wrong(name, POINT);
    return NOWHERE;
  }
  return { kind: 'start', start: { kind: 'timestamp', timestamp }, topics };
}

function timeOf(point: SeekTarget): number | undefined {
  return point.kind === 'start' && point.start.kind === 'timestamp' ? point.start.timestamp : undefined;
}
