// POST /v1/groups/{group}/offsets of a member: the body, checked before anything is looked up.
import { makeFields } from '../../model/fields.js';
import { MEMBER_ID_MAX_CHARS } from '../../model/group-limits.js';
import { makePlaces } from '../../model/places.js';
import { objectOf, readId, refusal } from './fetch-body.js';
import { type OffsetAt, readOffsetList } from './offset-list.js';

export type CommitBody = {
  readonly memberId: string;
  readonly generation: number;
  readonly offsets: readonly OffsetAt[];
};

/** Of a member, and not a seek. */
export function isOfMember(body: unknown): boolean {
  const { memberId, generation } = objectOf(body);
  return (memberId ?? generation ?? null) !== null;
}

/** @throws INVALID_REQUEST naming every wrong field */
export function parseCommitBody(body: unknown): CommitBody {
  const object = objectOf(body);
  const places = makePlaces();
  const fields = makeFields(object, '', places);
  const memberId = readId(fields, 'memberId', MEMBER_ID_MAX_CHARS);
  const generation = fields.take('generation');
  if (memberId === undefined && places.count() === 0)
    fields.wrong('memberId', 'must be the id that the fetch answered');
  if (!Number.isSafeInteger(generation) || (generation as number) < 0) {
    fields.wrong('generation', 'must be the generation that the fetch answered, an integer from 0');
  }
  const offsets = readOffsetList(fields, 'offsets', fields.take('offsets'), places);
  fields.refuseOthers();
  if (places.count() > 0) throw refusal(places);
  return { memberId: memberId as string, generation: generation as number, offsets };
}
