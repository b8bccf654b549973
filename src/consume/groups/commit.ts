// What a member commits: judged by what it owns, and since which generation, by what it was handed out, and by the log.
import type { EventLog, LogBounds } from '../../engine/engine.js';
import { type ErrorPlace, PosthornError } from '../../errors/posthorn-error.js';
import type { PartitionIndex, TopicName } from '../../model/names.js';
import type { Draft } from './draft.js';
import { type Member, placeKey } from './group-record.js';
import type { OffsetAt } from './offset-list.js';

export type CommitOf = {
  readonly member: Member;
  readonly offsets: readonly OffsetAt[];
  /** What the member believes to be in. */
  readonly generation: number;
  /** Where the list stands in the body. */
  readonly path: string;
};

/** @throws ILLEGAL_GENERATION OFFSET_OUT_OF_RANGE UNKNOWN_TOPIC_OR_PARTITION; nothing is committed then */
export function commitOffsets(
  draft: Draft,
  log: Pick<EventLog, 'bounds'>,
  { member, offsets, generation, path }: CommitOf,
): void {
  const since = new Map(member.owned.filter(draft.stands).map((place) => [placeKey(place), place.since]));
  const foreign: ErrorPlace[] = [];
  for (const [index, at] of offsets.entries()) {
    const from = since.get(placeKey(at));
    if (from !== undefined && from <= generation && generation <= draft.record.generation) continue;
    const message =
      from === undefined
        ? `partition ${at.partition} of '${at.topic}' is not, or no longer, the member's`
        : `partition ${at.partition} of '${at.topic}' is the member's since generation ${from}, not in ${generation}`;
    foreign.push({ path: `${path}/${index}`, message });
  }
  const [first] = foreign;
  if (first !== undefined) {
    const detail =
      `${first.message}. Nothing was committed: fetch with memberId '${member.id}' for the assignment of generation ` +
      `${draft.record.generation}, and leave out what is not in it.`;
    throw new PosthornError('ILLEGAL_GENERATION', detail, { errors: foreign });
  }
  refuseBeyond(log, offsets, path);
  for (const { topic, partition, offset } of offsets) {
    const position = Math.max(draft.reached({ topic, partition })?.position ?? 0, offset);
    draft.reach({ topic, partition }, { committedOffset: offset, position });
  }
}

/**
 * A fetch's list says what of the hand-out is processed, and carries no generation. So it counts only for what lies between
 * the committed offset and where the hand-out has come to, which goes back when the partition changes hands: an entry of an
 * earlier ownership, or of a call that is repeated, is left out. That loses nothing, the events come (again).
 * @throws OFFSET_OUT_OF_RANGE; nothing is committed then
 */
export function commitHandedOut(
  draft: Draft,
  log: Pick<EventLog, 'bounds'>,
  { member, offsets, path }: Omit<CommitOf, 'generation'>,
): void {
  const owned = new Set(member.owned.filter(draft.stands).map(placeKey));
  refuseBeyond(log, offsets, path, (at) => owned.has(placeKey(at)));
  for (const { topic, partition, offset } of offsets) {
    const place = { topic, partition };
    const now = owned.has(placeKey(place)) ? draft.reached(place) : undefined;
    if (now === undefined || offset < now.committedOffset || offset > now.position) continue;
    draft.reach(place, { ...now, committedOffset: offset });
  }
}

/**
 * Below the log start is no fault: retention was faster. Whoever fetches next passes what is gone, and counts it as lost.
 * @throws OFFSET_OUT_OF_RANGE with the bounds of the first, UNKNOWN_TOPIC_OR_PARTITION
 */
export function refuseBeyond(
  log: Pick<EventLog, 'bounds'>,
  offsets: readonly OffsetAt[],
  path: string,
  isJudged: (at: OffsetAt) => boolean = () => true,
): void {
  const unknown: ErrorPlace[] = [];
  const beyond: (ErrorPlace & { readonly bounds: LogBounds })[] = [];
  for (const [index, at] of offsets.entries()) {
    if (!isJudged(at)) continue;
    const { topic, partition, offset } = at;
    const bounds = log.bounds(topic as TopicName, partition as PartitionIndex);
    if (bounds === undefined) {
      unknown.push({ path: `${path}/${index}`, message: `there is no partition ${partition} of a topic '${topic}'` });
      continue;
    }
    const { logStartOffset, highWatermark } = bounds;
    if (offset <= highWatermark) continue;
    const message =
      `Offset ${offset} of '${topic}' partition ${partition} is beyond the log: its log start offset is ` +
      `${logStartOffset}, its high watermark ${highWatermark}`;
    beyond.push({ path: `${path}/${index}/offset`, message, bounds });
  }
  const [missing] = unknown;
  if (missing !== undefined) {
    const detail = `${missing.path}: ${missing.message}. GET /v1/topics lists what there is; nothing was changed.`;
    throw new PosthornError('UNKNOWN_TOPIC_OR_PARTITION', detail, { errors: unknown });
  }
  const [first] = beyond;
  if (first === undefined) return;
  const { logStartOffset, highWatermark } = first.bounds;
  throw new PosthornError(
    'OFFSET_OUT_OF_RANGE',
    `${first.message}. Nothing was changed: send an offset of at most the high watermark, or leave it out.`,
    {
      errors: beyond.map(({ bounds: _bounds, ...place }) => place),
      members: { logStartOffset, highWatermark },
    },
  );
}
