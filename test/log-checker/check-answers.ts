// Refusals that the workload gives no reason for.
import type { Report } from './anomaly.js';
import type { Kind } from './history.js';
import type { Operation } from './operations.js';

const ALWAYS = ['UNREACHED', 'SHUTTING_DOWN', 'THROTTLING_QUOTA_EXCEEDED'];
const MEMBERSHIP = ['ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID'];

const EXPECTED: Readonly<Record<Kind, readonly string[]>> = {
  send: [],
  fetch: [],
  poll: MEMBERSHIP,
  commit: MEMBERSHIP,
  transact: MEMBERSHIP,
  describe: ['GROUP_ID_NOT_FOUND'],
  trim: [],
  grow: [],
  leave: [...MEMBERSHIP, 'GROUP_ID_NOT_FOUND'],
};

export function checkAnswer({ kind, op, outcome, worker }: Operation, report: Report): void {
  switch (outcome.kind) {
    case 'ok':
      return;
    case 'fail':
      if (ALWAYS.includes(outcome.code) || EXPECTED[kind].includes(outcome.code)) return;
      report('unexpected-answer', `${kind} ${op} of ${worker} got ${outcome.code}`);
      return;
    case 'info':
      if (outcome.reason.startsWith('HTTP ')) report('unexpected-answer', `${kind} ${op} got ${outcome.reason}`);
      return;
    default:
      outcome satisfies never;
  }
}
