// Reads by offset: an answer shows all that lies in its range, in order, and the high watermark never falls.
import type { Report } from './anomaly.js';
import type { Partition, Position, Seen } from './history.js';
import type { Operation } from './operations.js';
import { makeSteps, type Steps } from './sorted.js';
import type { Survey } from './survey.js';

export type FetchCheck = { operation(operation: Operation): void };

/** Events that follow on each other; `from`: where the reader was, `to`: where it goes on. */
export function checkStretch(
  survey: Survey,
  report: Report,
  read: { partition: Partition; from: number; to: number; events: readonly Seen[]; line: number; name: string },
): void {
  const { partition, events, line, name } = read;
  let reached = read.from;
  const checkNothingBefore = (offset: number) => {
    const [skipped] = survey.standing(partition, reached, offset, line);
    if (skipped !== undefined) report('int-poll-skip', `${name} left out ${partition}/${skipped}`);
  };
  for (const [offset] of events) {
    if (offset < reached && reached > read.from) {
      report('int-nonmonotonic-poll', `${name} showed ${partition}/${offset} behind ${reached - 1}`);
    }
    checkNothingBefore(offset);
    reached = Math.max(reached, offset + 1);
  }
  checkNothingBefore(read.to);
}

type Fetched = Operation<'fetch'>;
const nameOf = ({ op }: Fetched) => `fetch ${op}`;

export function makeFetchCheck(survey: Survey, report: Report): FetchCheck {
  const acknowledged = new Map<Partition, Steps>();
  const watermarks = new Map<Partition, Steps>();
  const note = (known: Map<Partition, Steps>, { partition, offset }: Position, line: number) => {
    const steps = known.get(partition) ?? makeSteps();
    known.set(partition, steps);
    steps.add(line, offset);
  };

  const checkWatermark = (mark: Position, name: string, invoked: number, completed: number) => {
    const { partition, offset } = mark;
    const earlier = watermarks.get(partition)?.before(invoked) ?? 0;
    if (offset < earlier) {
      report('watermark-backwards', `${name} gave ${offset} as high watermark of ${partition}, after ${earlier}`);
    }
    const written = acknowledged.get(partition)?.before(invoked) ?? -1;
    if (offset <= written) {
      report(
        'stale-read',
        `${name} gave ${offset} as high watermark of ${partition}: ${written} was acknowledged before`,
      );
    }
    note(watermarks, mark, completed);
  };

  const checkFetched = (operation: Fetched) => {
    if (operation.outcome.kind !== 'ok') return;
    const { call, invoked, completed, outcome } = operation;
    const { logStartOffset, highWatermark, nextOffset, events } = outcome.result;
    const { partition } = call;
    const name = nameOf(operation);
    const from = call.offset ?? logStartOffset;
    // An answer without events must have found none up to the end.
    const to = events.length === 0 ? highWatermark : nextOffset;
    checkStretch(survey, report, { partition, from, to, events, line: completed, name });
    const outside = events.find(([offset]) => offset < from || offset >= Math.min(highWatermark, nextOffset));
    if (outside !== undefined) {
      report('int-nonmonotonic-poll', `${name} showed ${partition}/${outside[0]}, outside of ${from} to ${nextOffset}`);
    }
    checkWatermark({ partition, offset: highWatermark }, name, invoked, completed);
  };

  return {
    operation: (operation) => {
      if (operation.kind === 'fetch') checkFetched(operation);
      if (operation.kind === 'describe' && operation.outcome.kind === 'ok') {
        const { invoked, completed } = operation;
        for (const mark of operation.outcome.result.watermarks) {
          checkWatermark(mark, `describe ${operation.op}`, invoked, completed);
        }
      }
      if ((operation.kind === 'send' || operation.kind === 'transact') && operation.outcome.kind === 'ok') {
        for (const place of operation.outcome.result.placed) note(acknowledged, place, operation.completed);
      }
    },
  };
}
