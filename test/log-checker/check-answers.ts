// Refusals that the workload gives no reason for.
import type { Report } from './anomaly.js';
import type { Kind, Position } from './history.js';
import type { Operation } from './operations.js';
import type { Survey } from './survey.js';

const ALWAYS = ['UNREACHED', 'SHUTTING_DOWN', 'THROTTLING_QUOTA_EXCEEDED'];
const MEMBERSHIP = ['ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID'];

const EXPECTED: Readonly<Record<Kind, readonly string[]>> = {
  send: [],
  fetch: [],
  poll: MEMBERSHIP,
  commit: MEMBERSHIP,
  transact: MEMBERSHIP,
  lease: [],
  settle: ['INVALID_RECORD_STATE'],
  describe: ['GROUP_ID_NOT_FOUND'],
  trim: [],
  grow: [],
  leave: [...MEMBERSHIP, 'GROUP_ID_NOT_FOUND'],
};

/** Offsets below the log start are refused: where they came from, it was trimmed. */
function isTrimmed(operation: Operation, survey: Survey): boolean {
  const isBelow = ({ partition, offset }: Position) => offset < survey.trimmedBelow(partition, operation.completed);
  switch (operation.kind) {
    case 'fetch':
      return isBelow({ offset: 0, ...operation.call });
    case 'poll':
      return typeof operation.call.commit !== 'boolean' && operation.call.commit.some(isBelow);
    case 'commit':
      return operation.call.offsets.some(isBelow);
    case 'transact':
      return operation.call.commit?.offsets.some(isBelow) === true;
    default:
      return false;
  }
}

export function checkAnswer(operation: Operation, survey: Survey, report: Report): void {
  const { kind, op, outcome, worker } = operation;
  switch (outcome.kind) {
    case 'ok':
      return;
    case 'fail':
      if (ALWAYS.includes(outcome.code) || EXPECTED[kind].includes(outcome.code)) return;
      if (outcome.code === 'OFFSET_OUT_OF_RANGE' && isTrimmed(operation, survey)) return;
      report('unexpected-answer', `${kind} ${op} of ${worker} got ${outcome.code}`);
      return;
    case 'info':
      if (outcome.reason.startsWith('HTTP ')) report('unexpected-answer', `${kind} ${op} got ${outcome.reason}`);
      return;
    default:
      outcome satisfies never;
  }
}
