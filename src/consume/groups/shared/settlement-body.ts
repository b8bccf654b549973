// What workers say of the events that they hold: the fields `ack`, `nack` and `extend` of a shared fetch and of
// POST /v1/groups/{group}/acknowledge, checked before anything is looked up.
import { PosthornError } from '../../../errors/posthorn-error.js';
import { type Fields, makeFields } from '../../../model/fields.js';
import { ACKNOWLEDGE_MAX_EVENTS, LEASE_MAX_MS, LEASE_MIN_MS, NACK_MAX_DELAY_MS } from '../../../model/group-limits.js';
import { makePlaces, type Places } from '../../../model/places.js';
import { refusal } from '../fetch-body.js';
import type { Receipt, Settlement } from './settle.js';

const FORM = '{"ack": [{"topic": "orders", "partition": 0, "offset": 41, "attempt": 1}]}';

/** @throws INVALID_REQUEST naming every wrong field */
export function parseAcknowledge(body: unknown): Settlement {
  if (!isObject(body)) throw new PosthornError('INVALID_REQUEST', `The body must be an object such as ${FORM}.`);
  const places = makePlaces();
  const fields = makeFields(body, '', places);
  const memberId = fields.take('memberId') ?? undefined;
  if (memberId !== undefined && typeof memberId !== 'string') {
    fields.wrong('memberId', 'must be the memberId of the fetch that handed the events out');
  }
  const settlement = readSettlement(fields, places);
  fields.refuseOthers();
  if (places.count() > 0) throw refusal(places);
  if (settlement === undefined) {
    const detail = `The body names no event in 'ack', 'nack' or 'extend'. Send one such as ${FORM}.`;
    throw new PosthornError('INVALID_REQUEST', detail);
  }
  return memberId === undefined ? settlement : { ...settlement, memberId: memberId as string };
}

/** Undefined: it names no event. Adds what is wrong to `places`, those of `fields`. */
export function readSettlement(fields: Fields, places: Places): Settlement | undefined {
  if (countListed(fields) > ACKNOWLEDGE_MAX_EVENTS) {
    fields.wrong('ack', `names, with nack and extend, more than ${ACKNOWLEDGE_MAX_EVENTS} events: send several calls`);
    return undefined;
  }
  const lists: Lists = { fields, places, seen: new Set() };
  const ack = readList(lists, 'ack', () => ({}));
  const nack = readList(lists, 'nack', (one) => ({ delayMs: one.integer('delayMs', 0, NACK_MAX_DELAY_MS, 0) }));
  const extend = readList(lists, 'extend', (one) => {
    const leaseMs = one.take('leaseMs');
    if (!isWithin(leaseMs, LEASE_MIN_MS, LEASE_MAX_MS)) {
      one.wrong('leaseMs', `must be an integer from ${LEASE_MIN_MS} to ${LEASE_MAX_MS}`);
    }
    return { leaseMs: leaseMs as number };
  });
  return ack.length + nack.length + extend.length === 0 ? undefined : { ack, nack, extend };
}

type Lists = { readonly fields: Fields; readonly places: Places; readonly seen: Set<string> };

/** Before any entry is looked at. */
function countListed(fields: Fields): number {
  const lists = ['ack', 'nack', 'extend'].map(fields.take);
  return lists.reduce<number>((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0);
}

function readList<M extends object>(
  { fields, places, seen }: Lists,
  name: 'ack' | 'nack' | 'extend',
  readMore: (one: Fields) => M,
): (Receipt & M)[] {
  const list = fields.take(name) ?? [];
  if (!Array.isArray(list)) {
    fields.wrong(name, 'must be a list such as [{"topic": "orders", "partition": 0, "offset": 41, "attempt": 1}]');
    return [];
  }
  return list.map((given: unknown, index) => {
    const path = `${name}/${index}`;
    if (!isObject(given)) fields.wrong(path, 'must be an object with topic, partition, offset and attempt');
    const one = makeFields(isObject(given) ? given : {}, `/${path}`, isObject(given) ? places : makePlaces());
    const receipt = readReceipt(one);
    const more = readMore(one);
    one.refuseOthers();
    const place = `${receipt.topic}/${receipt.partition}/${receipt.offset}`;
    if (isObject(given) && seen.has(place)) fields.wrong(path, 'names its event a second time');
    seen.add(place);
    return { ...receipt, ...more };
  });
}

function readReceipt(one: Fields): Receipt {
  const [topic, partition, offset, attempt] = ['topic', 'partition', 'offset', 'attempt'].map(one.take);
  if (typeof topic !== 'string') one.wrong('topic', 'must be the name of a topic');
  for (const [name, value, min] of [
    ['partition', partition, 0],
    ['offset', offset, 0],
    ['attempt', attempt, 1],
  ] as const) {
    if (!isWithin(value, min, Number.MAX_SAFE_INTEGER)) one.wrong(name, `must be an integer from ${min}`);
  }
  return { topic, partition, offset, attempt } as Receipt;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWithin(value: unknown, min: number, max: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
}
