// acknowledged ▸ from what the writer did to the answer. The note is all of the plan that the answer needs: it is kept with
// an idempotency-key, so that a repeat is answered as the first one was, whatever has become of topics and groups since.
import type { EventResult, UnitResult } from '../engine/engine.js';
import type { AskedCommit, PlannedEvents, ResultsInOrder } from './asked.js';

export type Note = {
  readonly produce: readonly Pick<PlannedEvents, 'topic' | 'incarnation' | 'indexes'>[];
  readonly commit: readonly Pick<AskedCommit, 'group' | 'offsets'>[];
};

export type TransactionAnswer = {
  /** In the order of the request, as are the results. */
  readonly produce: readonly { readonly topic: string; readonly results: readonly EventResult[] }[];
  readonly commit: Note['commit'];
  /** Time of the commit, ms since the epoch. */
  readonly timestamp: number;
  readonly duplicate: boolean;
};

export function answerOf(note: Note, result: UnitResult, resultsInOrder: ResultsInOrder): TransactionAnswer {
  const { appends, timestamp, duplicate } = result;
  let from = 0;
  const produce = note.produce.map(({ topic, indexes }) => {
    const own = appends.slice(from, from + indexes.length);
    from += indexes.length;
    return { topic, results: resultsInOrder(indexes, own, duplicate) };
  });
  return { produce, commit: note.commit, timestamp, duplicate };
}
