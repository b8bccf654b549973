// The last step of a member's fetch: what there is for it, rendered, and where that leaves each partition.
import type { Engine } from '../../engine/engine.js';
import type { PartitionIndex, TopicName } from '../../model/names.js';
import { type AnswerBudget, type Held, tooMuchInFlight } from '../answer-budget.js';
import { estimateAnswer } from '../answer-estimate.js';
import type { Turns } from '../turns.js';
import { type RenderedGroup, renderGroupAnswer } from './answer.js';
import type { Draft } from './draft.js';
import type { GroupFetchRequest } from './fetch-body.js';
import { placeKey, type TopicPartition } from './group-record.js';
import { type Piece, type Ready, takePieces } from './hand-out.js';
import { memberOf } from './membership.js';

export type GroupAnswer = RenderedGroup & Held;

/** What the answer took a partition from and to. */
export type HandedOut = TopicPartition & { readonly from: number; readonly to: number };

export type Delivery = {
  readonly answer: GroupAnswer;
  readonly handedOut: readonly HandedOut[];
  /** The same answer where nothing of it is handed out after all. */
  readonly withoutEvents: () => GroupAnswer;
};

export type DeliverDeps = {
  readonly engine: Pick<Engine, 'log'>;
  readonly budget: AnswerBudget;
  readonly turns: Pick<Turns, 'spend'>;
};

export type DeliverTo = {
  readonly id: string;
  readonly request: Pick<GroupFetchRequest, 'maxEvents' | 'maxBytes'>;
  /** Which partition comes first. */
  readonly turn: number;
  /** Absent: it waits no longer, and takes an answer without events. */
  readonly wake?: () => void;
};

/**
 * Undefined: there is nothing yet, or no room for the answer.
 * @throws THROTTLING_QUOTA_EXCEEDED where there is no room, and it waits no longer
 */
export function deliver(deps: DeliverDeps, draft: Draft, to: DeliverTo): Delivery | undefined {
  const { engine, budget, turns } = deps;
  const { id, wake } = to;
  const ready = readyOf(engine.log, draft, id);
  if (wake !== undefined && (ready.length === 0 || budget.isBehind(wake))) {
    if (ready.length === 0) budget.leave(wake);
    return undefined;
  }
  const pieces = takePieces(engine.log, ready, to.turn, to.request);
  // Where they begin higher up, events were deleted since the bounds were looked at, or compacted away.
  for (const piece of pieces) {
    const { topic, partition } = piece;
    if (beginsAbove(piece)) draft.passDeleted({ topic, partition });
  }
  const slices = pieces.flatMap((piece) => piece.slices);
  const answer = budget.build(
    estimateAnswer(slices, 'application/json'),
    () => renderGroupAnswer(id, draft.record, pieces),
    wake,
  );
  if (answer === undefined) {
    if (wake === undefined) throw tooMuchInFlight();
    turns.spend(to.request.maxBytes);
    return undefined;
  }
  turns.spend(answer.bytes);
  const from = new Map(pieces.map((piece) => [placeKey(piece), piece.from]));
  const handedOut = answer.positions.map(({ topic, partition, offset }) => {
    const place = { topic, partition };
    draft.handOut(place, { committedOffset: draft.reached(place)?.committedOffset ?? offset, position: offset });
    return { ...place, from: from.get(placeKey(place)) ?? offset, to: offset };
  });
  return { answer, handedOut, withoutEvents: () => emptyAnswer(draft, id).answer };
}

function beginsAbove({ from, slices: [slice] }: Piece): boolean {
  return slice !== undefined && slice.baseOffset + slice.first > from;
}

/** Without events. */
export function emptyAnswer(draft: Draft, id: string): Delivery {
  const answer = { ...renderGroupAnswer(id, draft.record, []), release: () => undefined };
  return { answer, handedOut: [], withoutEvents: () => answer };
}

function readyOf(log: Engine['log'], draft: Draft, id: string): Ready[] {
  const leaving = new Set(draft.record.moves.map(placeKey));
  const ready: Ready[] = [];
  for (const { topic, partition } of memberOf(draft.record, id).owned) {
    const place = { topic, partition };
    if (leaving.has(placeKey(place))) continue;
    draft.passDeleted(place);
    const now = draft.reached(place);
    const bounds = log.bounds(topic as TopicName, partition as PartitionIndex);
    if (now === undefined || bounds === undefined || bounds.highWatermark <= now.position) continue;
    ready.push({ ...place, from: now.position, highWatermark: bounds.highWatermark });
  }
  return ready;
}
