// What came of deliveries, as a listener's client tells it: the body of a call, checked before any of it counts.
import type { AttemptPhase } from '../../engine/engine.js';
import { PosthornError } from '../../errors/posthorn-error.js';
import { type Fields, makeFields } from '../../model/fields.js';
import { RESPONSE_KEPT_BYTES } from '../../model/limits.js';
import { LISTENER_ANSWER_MAX_HEADERS, LISTENER_MAX_ANSWERS } from '../../model/listen-limits.js';
import { makePlaces, placesTold } from '../../model/places.js';
import type { SendResult } from '../outcome.js';
import type { ListenerAnswer } from './listener-protocol.js';

type Failure = Extract<AttemptPhase, 'dns' | 'connect' | 'tls' | 'timeout' | 'status'>;

const PHASES: readonly Failure[] = ['dns', 'connect', 'tls', 'timeout', 'status'];
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const EXAMPLE = '{"answers": [{"id": 1, "status": 200}]}';
const NO_STATUS = 'must be the status of the answer, 200 to 599; where there was none, send phase and error';
/** Of final answers: what a client gets before it (1xx) is none. */
const STATUS_MIN = 200;
const STATUS_MAX = 599;

/** @throws INVALID_REQUEST naming every wrong field */
export function parseAnswers(body: unknown): readonly ListenerAnswer[] {
  if (!isObject(body)) throw new PosthornError('INVALID_REQUEST', `The body must be a JSON object such as ${EXAMPLE}.`);
  const places = makePlaces();
  const fields = makeFields(body, '', places);
  const listed = fields.take('answers');
  if (!Array.isArray(listed) || listed.length > LISTENER_MAX_ANSWERS) {
    fields.wrong('answers', `must be a list of at most ${LISTENER_MAX_ANSWERS} answers`);
  }
  fields.refuseOthers();
  const items = Array.isArray(listed) && places.count() === 0 ? listed : [];
  const answers = items.map((item: unknown, index) => {
    if (isObject(item)) return readAnswer(makeFields(item, `/answers/${index}`, places));
    fields.wrong(`answers/${index}`, 'must be an object');
    return undefined;
  });
  const [first] = places.kept;
  if (first === undefined) return answers.filter((one) => one !== undefined);
  const field = (first.path ?? '').slice(1).replaceAll('/', '.');
  const detail = `'${field}' ${first.message}. No answer was taken: send them again as ${EXAMPLE}.`;
  throw new PosthornError('INVALID_REQUEST', detail, placesTold(places));
}

function readAnswer(fields: Fields): ListenerAnswer {
  const id = integerOf(fields, 'id', 1, Number.MAX_SAFE_INTEGER, 'must be the id of a delivery');
  const failed = fields.take('phase') !== undefined || fields.take('error') !== undefined;
  const result = failed ? readFailure(fields) : readResponse(fields);
  fields.refuseOthers();
  return { id, result };
}

function integerOf(fields: Fields, name: string, min: number, max: number, message: string): number {
  const value = fields.take(name);
  if (Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max) return value as number;
  fields.wrong(name, message);
  return min;
}

function readFailure(fields: Fields): SendResult {
  const phase = fields.oneOf<Failure>('phase', PHASES, 'connect');
  const error = fields.take('error') ?? 'the listener named no reason';
  if (typeof error !== 'string') fields.wrong('error', 'must be a string');
  return { kind: 'failure', phase, text: String(error).slice(0, RESPONSE_KEPT_BYTES) };
}

function readResponse(fields: Fields): SendResult {
  const status = integerOf(fields, 'status', STATUS_MIN, STATUS_MAX, NO_STATUS);
  const headers = readHeaders(fields);
  const body = readBody(fields);
  const length = body?.length ?? 0;
  const bodyBytes = fields.integer('bodyBytes', length, Number.MAX_SAFE_INTEGER, length);
  return { kind: 'response', status, headers, body, bodyBytes };
}

/** An object of strings; a list of strings where the name came several times. */
function readHeaders(fields: Fields): Uint8Array[] {
  const headers = fields.take('headers') ?? {};
  if (!isObject(headers)) {
    fields.wrong('headers', 'must be an object of strings');
    return [];
  }
  const entries = Object.entries(headers);
  if (entries.length > LISTENER_ANSWER_MAX_HEADERS) {
    fields.wrong('headers', `must have at most ${LISTENER_ANSWER_MAX_HEADERS} fields`);
    return [];
  }
  return entries.flatMap(([name, value]) => {
    const values = Array.isArray(value) ? value : [value];
    if (values.every((one) => typeof one === 'string')) {
      return values.flatMap((one) => [Buffer.from(name, 'latin1'), Buffer.from(one, 'latin1')]);
    }
    fields.wrong(`headers/${name}`, 'must be a string, or a list of strings');
    return [];
  });
}

function readBody(fields: Fields): Uint8Array | null {
  const text = fields.take('body') ?? null;
  const base64 = fields.take('bodyBase64') ?? null;
  if (text !== null && base64 !== null) fields.wrong('bodyBase64', 'must be left out where body is given');
  if (text !== null && typeof text !== 'string') fields.wrong('body', 'must be a string');
  if (base64 !== null && (typeof base64 !== 'string' || !BASE64.test(base64))) {
    fields.wrong('bodyBase64', 'must be base64');
  }
  if (text === null && base64 === null) return null;
  return text === null ? Buffer.from(String(base64), 'base64') : Buffer.from(String(text), 'utf8');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
