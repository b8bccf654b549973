// What waits for a turn of a shared group: a fetch until it has events or its time is over, an acknowledgement for one turn.
import type { Held } from '../../answer-budget.js';
import type { Picked, Wanted } from './choose.js';
import type { Wish } from './set-up.js';
import type { Settlement } from './settle.js';
import type { RenderedShare } from './shared-answer.js';

export type SharedFetch = Omit<Wish, 'isSetUp'> & {
  /** Names who holds what it is handed out. */
  readonly memberId: string;
  readonly wanted: Wanted;
  readonly leaseMs: number;
  readonly waitMs: number;
  /** All that the member holds is acknowledged first. */
  readonly commit: boolean;
  readonly settlement: Settlement | undefined;
};

/** As it is asked for: without a memberId it gets one. */
export type AskedShare = Omit<SharedFetch, 'memberId'> & { readonly memberId: string | undefined };

/** The answer's bytes. To be released in any case. */
export type SharedAnswer = RenderedShare & Held;

export type FetchJob = {
  readonly kind: 'fetch';
  readonly request: SharedFetch;
  /** There may be room for its answer. */
  readonly wake: () => void;
  /** The group has been brought to what it wishes. */
  isSetUp: boolean;
  /** What it brought along is written. */
  isSettled: boolean;
  /** It waits no longer. */
  isOver: boolean;
  /** What it was handed out. */
  handed: readonly Picked[];
  /** Its client has hung up. */
  hasLeft: boolean;
  /** Called once, whatever becomes of it, before it is told. */
  readonly done: () => void;
  readonly resolve: (answer: SharedAnswer) => void;
  readonly reject: (error: unknown) => void;
};

export type SettleJob = {
  readonly kind: 'settle';
  readonly settlement: Settlement;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

export type Job = FetchJob | SettleJob;

/** Answers that hold nothing of the budget. */
export function unheld(answer: RenderedShare): SharedAnswer {
  return { ...answer, release: () => undefined };
}

/** It has something to write, whether it gets events or not. */
export function bringsAlong({ isSettled, request }: FetchJob): boolean {
  return !isSettled && (request.commit || request.settlement !== undefined);
}

/** Topics of what is acknowledged. */
export function namedBy(jobs: readonly Job[]): readonly string[] {
  return jobs.flatMap((job) => {
    const settlement = job.kind === 'settle' ? job.settlement : job.isSettled ? undefined : job.request.settlement;
    if (settlement === undefined) return [];
    const { ack, nack, extend } = settlement;
    return [...new Set([...ack, ...nack, ...extend].map(({ topic }) => topic))];
  });
}
