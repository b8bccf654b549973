// The answer to a member's fetch: who it is, what it owns, and the events, each value spliced in as its own bytes.
import { FETCH_ANSWER_TARGET_BYTES } from '../../model/limits.js';
import { makeByteWriter } from '../byte-writer.js';
import { writeEvent } from '../event-text.js';
import type { GroupRecord, TopicPartition } from './group-record.js';
import type { Piece } from './hand-out.js';

export type GroupPosition = TopicPartition & { readonly offset: number };

export type RenderedGroup = {
  readonly chunks: readonly Uint8Array[];
  readonly bytes: number;
  /** The offset behind what is in the answer, of each partition that has events in it. */
  readonly positions: readonly GroupPosition[];
};

export function renderGroupAnswer(
  memberId: string,
  { generation, members }: Pick<GroupRecord, 'generation' | 'members'>,
  pieces: readonly Piece[],
): RenderedGroup {
  const events = makeByteWriter();
  const positions: GroupPosition[] = [];
  let isFirst = true;
  for (const { topic, partition, slices } of pieces) {
    const opening = `{"topic":${JSON.stringify(topic)},"partition":${partition},`;
    let offset = -1;
    for (const slice of slices) {
      for (let index = slice.first; index <= slice.last; index += 1) {
        if (events.size() >= FETCH_ANSWER_TARGET_BYTES) break;
        if (!isFirst) events.text(',');
        isFirst = false;
        writeEvent(events, slice, index, false, opening);
        offset = slice.baseOffset + index + 1;
      }
    }
    if (offset >= 0) positions.push({ topic, partition, offset });
  }
  const owned = members.find(({ id }) => id === memberId)?.owned ?? [];
  const assignment = owned.map(({ topic, partition }) => ({ topic, partition }));
  const head = Buffer.from(
    `{"memberId":${JSON.stringify(memberId)},"generation":${generation},"assignment":${JSON.stringify(assignment)}` +
      `,"positions":${JSON.stringify(positions)},"events":[`,
  );
  events.text(']}');
  const { chunks, bytes } = events.finish();
  return { chunks: [head, ...chunks], bytes: head.length + bytes, positions };
}
