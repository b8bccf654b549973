// A shared fetch, step render: the events that were picked, each with the attempt that it is.
import { makeByteWriter } from '../../byte-writer.js';
import { writeEvent } from '../../event-text.js';
import type { Picked } from './choose.js';

export type AnswerHead = {
  readonly memberId: string;
  readonly generation: number;
  readonly assignment: readonly { readonly topic: string; readonly partition: number }[];
};

export type RenderedShare = { readonly chunks: readonly Uint8Array[]; readonly bytes: number };

/** As long as its events have room: the fetch bounds values, keys and headers together. */
export function renderShare(head: AnswerHead, picked: readonly Picked[]): RenderedShare {
  const { memberId, generation, assignment } = head;
  const out = makeByteWriter();
  out.text(
    `{"memberId":${JSON.stringify(memberId)},"generation":${generation},` +
      `"assignment":${JSON.stringify(assignment)},"positions":[],"events":[`,
  );
  for (const [at, { backlog, event, source }] of picked.entries()) {
    const { topic, partition } = backlog;
    const opening = `${at === 0 ? '' : ','}{"topic":${JSON.stringify(topic)},"partition":${partition},`;
    writeEvent(out, event.slice, event.index, false, `${opening}"attempt":${(source?.attempts ?? 0) + 1},`);
  }
  out.text(']}');
  return out.finish();
}

/** `{"topic":…,"partition":…,"attempt":…,"offset":…,"timestamp":…,"key":null,"headers":{},"value":}` */
const EVENT_TEXT_BYTES = 160;

/** Near enough to judge whether there is room for it. */
export function estimateShare(picked: readonly Picked[], bytes: number): number {
  return bytes + picked.length * EVENT_TEXT_BYTES;
}
