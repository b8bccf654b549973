// POST /v1/subscriptions/{name}/redrive: which dead letters, and how fast. Checked before anything is looked up.
import { PosthornError } from '../../errors/posthorn-error.js';
import { type Fields, makeFields } from '../../model/fields.js';
import { makePlaces, placesTold } from '../../model/places.js';
import { REDRIVE_MAX_OFFSETS, REDRIVE_MAX_RATE } from '../../model/redrive-limits.js';
import { isCount, isObject, refuseWrong } from '../../model/seek-body.js';

export type RedriveRequest = {
  /** In the dead letter topic, ascending; null: all of them. */
  readonly offsets: readonly number[] | null;
  /** Text of a filter; null: none. */
  readonly filter: string | null;
  /** When they became dead letters, inclusive, ms since the epoch. */
  readonly since: number | null;
  readonly until: number | null;
  /** Those that a redrive has delivered, too. */
  readonly again: boolean;
  /** null: as fast as the endpoint and the subscription's limits allow. */
  readonly ratePerSecond: number | null;
};

/** @throws INVALID_REQUEST naming every wrong field */
export function parseRedrive(body: unknown): RedriveRequest {
  if (!isObject(body)) {
    const detail =
      'The body must be an object: {} for all dead letters, or some of {"offsets": [4, 7]}, {"since": ms, "until": ms} and ' +
      '{"filter": {"match": {"/total": {"gt": 10}}}}.';
    throw new PosthornError('INVALID_REQUEST', detail);
  }
  const places = makePlaces();
  const fields = makeFields(body, '', places);
  const all = readFlag(fields, 'all', true);
  const request: RedriveRequest = {
    offsets: readOffsets(fields),
    filter: readFilter(fields),
    since: readTime(fields, 'since'),
    until: readTime(fields, 'until'),
    again: readFlag(fields, 'again', false),
    ratePerSecond: readRate(fields),
  };
  const { offsets, filter, since, until } = request;
  if (since !== null && until !== null && until < since) fields.wrong('until', "must not be before 'since'");
  const narrowed = offsets !== null || filter !== null || since !== null || until !== null;
  if (!all) fields.wrong('all', 'must be true, or left out');
  else if (body['all'] === true && narrowed) fields.wrong('all', 'does not go with what narrows it: send either');
  fields.refuseOthers();
  refuseWrong(placesTold(places), 'Correct it and send the redrive again');
  return request;
}

function readFlag(fields: Fields, name: string, fallback: boolean): boolean {
  const given = fields.take(name) ?? fallback;
  if (typeof given === 'boolean') return given;
  fields.wrong(name, 'must be true or false');
  return fallback;
}

function readTime(fields: Fields, name: string): number | null {
  const given = fields.take(name) ?? null;
  if (given === null || isCount(given)) return given;
  fields.wrong(name, 'must be a time in ms since the epoch, an integer from 0');
  return null;
}

function readRate(fields: Fields): number | null {
  const given = fields.take('ratePerSecond') ?? null;
  if (given === null || (typeof given === 'number' && given > 0 && given <= REDRIVE_MAX_RATE)) return given;
  fields.wrong('ratePerSecond', `must be a number above 0, at most ${REDRIVE_MAX_RATE}`);
  return null;
}

/** Judged by the filters' own compiler. */
function readFilter(fields: Fields): string | null {
  const given = fields.take('filter') ?? null;
  return given === null ? null : JSON.stringify(given);
}

function readOffsets(fields: Fields): readonly number[] | null {
  const given = fields.take('offsets') ?? null;
  if (given === null) return null;
  if (!Array.isArray(given) || given.length === 0 || !given.every(isCount)) {
    fields.wrong('offsets', 'must be a list of offsets of the dead letter topic, such as [4, 7]');
    return null;
  }
  if (given.length > REDRIVE_MAX_OFFSETS) {
    fields.wrong('offsets', `must name at most ${REDRIVE_MAX_OFFSETS}: narrow by since and until, or send several`);
    return null;
  }
  return [...new Set(given as number[])].sort((a, b) => a - b);
}
