// POST /v1/groups/{group}/fetch with "mode": "shared": the body, checked before anything is looked up.
import { type Fields, makeFields } from '../../../model/fields.js';
import {
  GROUP_DEFAULT_WAIT_MS,
  LEASE_DEFAULT_MS,
  LEASE_MAX_MS,
  LEASE_MIN_MS,
  MEMBER_ID_MAX_CHARS,
  WORK_QUEUE_DEFAULT_ATTEMPTS,
  WORK_QUEUE_DEFAULT_EVENTS,
  WORK_QUEUE_MAX_ATTEMPTS,
  WORK_QUEUE_MAX_EVENTS,
} from '../../../model/group-limits.js';
import { FETCH_DEFAULT_MAX_BYTES, FETCH_MAX_BYTES, FETCH_MAX_WAIT_MS } from '../../../model/limits.js';
import { makePlaces } from '../../../model/places.js';
import { objectOf, readGroupStart, readId, readTopics, refusal } from '../fetch-body.js';
import type { AskedShare } from './jobs.js';
import { readSettlement } from './settlement-body.js';

/** Fields of the exclusive mode: what they would do is done otherwise here. */
const FOREIGN = {
  instanceId: 'belongs to the exclusive mode: a member of a shared group is only a name, give a memberId of your own',
  sessionTimeoutMs: 'belongs to the exclusive mode: here each event is held for leaseMs',
} as const;

/** @throws INVALID_REQUEST naming every wrong field */
export function parseSharedFetch(body: unknown): AskedShare {
  const places = makePlaces();
  const fields = makeFields(objectOf(body), '', places);
  fields.oneOf('mode', ['shared'], 'shared');
  for (const [field, message] of Object.entries(FOREIGN)) {
    if ((fields.take(field) ?? null) !== null) fields.wrong(field, message);
  }
  const hasMaxAttempts = (fields.take('maxAttempts') ?? null) !== null;
  const maxAttempts = fields.integer('maxAttempts', 1, WORK_QUEUE_MAX_ATTEMPTS, WORK_QUEUE_DEFAULT_ATTEMPTS);
  const request: AskedShare = {
    topics: readTopics(fields, false) ?? [],
    start: readGroupStart(fields),
    memberId: readId(fields, 'memberId', MEMBER_ID_MAX_CHARS),
    maxAttempts: hasMaxAttempts ? maxAttempts : undefined,
    wanted: {
      maxEvents: fields.integer('maxEvents', 1, WORK_QUEUE_MAX_EVENTS, WORK_QUEUE_DEFAULT_EVENTS),
      maxBytes: fields.integer('maxBytes', 1, FETCH_MAX_BYTES, FETCH_DEFAULT_MAX_BYTES),
    },
    leaseMs: fields.integer('leaseMs', LEASE_MIN_MS, LEASE_MAX_MS, LEASE_DEFAULT_MS),
    waitMs: fields.integer('waitMs', 0, FETCH_MAX_WAIT_MS, GROUP_DEFAULT_WAIT_MS),
    commit: readCommit(fields),
    settlement: readSettlement(fields, places),
  };
  fields.refuseOthers();
  if (places.count() > 0) throw refusal(places);
  return request;
}

function readCommit(fields: Fields): boolean {
  const commit = fields.take('commit') ?? false;
  if (typeof commit === 'boolean') return commit;
  fields.wrong('commit', 'must be true or false in shared mode: acknowledge single events with "ack"');
  return false;
}
