// Judges a history: a pure function from what was seen to what must never be seen. It reads the history twice, from the
// start, and keeps of it only what the checks need.
import { type Anomaly, type AnomalyKind, makeFindings } from './anomaly.js';
import { checkAnswer } from './check-answers.js';
import { makeCommitCheck } from './check-commits.js';
import { checkCycles } from './check-cycles.js';
import { makeFetchCheck } from './check-fetch.js';
import { makeLeaseCheck } from './check-leases.js';
import { makeOwnerCheck } from './check-owners.js';
import { makePollCheck } from './check-polls.js';
import { checkProcessing } from './check-processing.js';
import { makeSendOrderCheck } from './check-send-order.js';
import { makeTransactionCheck } from './check-transactions.js';
import { makeUnseenCheck } from './check-unseen.js';
import { checkWrites } from './check-writes.js';
import type { Drained, Line } from './history.js';
import { type Operation, readOperations } from './operations.js';
import { surveyHistory } from './survey.js';
import { makeTally, type Tally } from './tally.js';

export type Judgement = {
  /** Each kind's first ones. */
  readonly anomalies: readonly Anomaly[];
  readonly counts: ReadonlyMap<AnomalyKind, number>;
  readonly tally: Tally;
};

/** `history`: iterated twice. */
export function checkHistory(history: Iterable<Line>): Judgement {
  const { report, kept, counts } = makeFindings();
  const survey = surveyHistory(history, report);
  const sendOrder = makeSendOrderCheck(survey, report);
  const fetches = makeFetchCheck(survey, report);
  const commits = makeCommitCheck(survey, report);
  const polls = makePollCheck(survey, report, commits);
  const owners = makeOwnerCheck(report);
  const transactions = makeTransactionCheck(survey, report);
  const unseen = makeUnseenCheck(survey, report);
  const leases = makeLeaseCheck(survey, report);
  const tally = makeTally(survey);
  const each = [sendOrder, fetches, polls, commits, owners, transactions, unseen, leases, tally];
  const drained: Drained[] = [];
  readOperations(history, {
    down: () => tally.down(),
    drained: (line) => drained.push(line),
    operation: (operation: Operation) => {
      checkAnswer(operation, survey, report);
      for (const check of each) check.operation(operation);
    },
  });
  checkWrites(survey, report);
  sendOrder.finish();
  commits.finish();
  transactions.finish();
  unseen.finish(drained);
  leases.finish(drained);
  checkProcessing(survey, drained, report);
  checkCycles(survey, report);
  return { anomalies: kept, counts, tally: tally.total() };
}
