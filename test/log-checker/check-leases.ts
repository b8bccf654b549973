// Shared groups: an event is one worker's for as long as its lease, comes again with a higher attempt only, and never once
// it is done; in the end all are done.
import type { Report } from './anomaly.js';
import type { Drained, Partition, Receipt } from './history.js';
import type { Operation } from './operations.js';
import type { Survey } from './survey.js';

export type LeaseCheck = {
  operation(operation: Operation): void;
  finish(drained: readonly Drained[]): void;
};

/** How far the clocks of server and clients may drift apart within a lease, ms. */
const CLOCK_DRIFT_MS = 20;

type Lease = {
  readonly attempt: number;
  readonly invoked: number;
  readonly completed: number;
  readonly ended: number;
  /** No other worker gets the event before this, ms. */
  readonly until: number;
  readonly name: string;
};

/** What is known of one event in one group. */
type Work = {
  readonly leases: Lease[];
  /** Perhaps given back: the line at which each attempt was, at the earliest. */
  readonly givenBack: Map<number, number>;
  /** The line by which it was done for certain. */
  doneBy: number;
  /** It may be done. */
  mayBeDone: boolean;
};

const placeName = ({ partition, offset }: { partition: Partition; offset: number }) => `${partition}/${offset}`;

/** Judged once all is known: calls that overlap end in any order. */
function checkWork(place: string, { leases, givenBack, doneBy }: Work, report: Report): void {
  const inOrder = [...leases].sort((left, right) => left.attempt - right.attempt);
  for (const [index, lease] of inOrder.entries()) {
    if (doneBy < lease.invoked) report('done-again', `${lease.name} handed out ${place}, which was done`);
    const former = inOrder[index - 1];
    if (former === undefined) continue;
    if (former.attempt === lease.attempt) {
      report('double-lease', `${former.name} and ${lease.name} both got ${place} as attempt ${lease.attempt}`);
    } else if (lease.completed < former.invoked) {
      report(
        'double-lease',
        `${lease.name} got ${place} as attempt ${lease.attempt}, ${former.name} later as an earlier`,
      );
    } else if (
      lease.ended + CLOCK_DRIFT_MS < former.until &&
      (givenBack.get(former.attempt) ?? Infinity) > lease.completed
    ) {
      report('double-lease', `${lease.name} got ${place} while it was leased by ${former.name}`);
    }
  }
}

export function makeLeaseCheck(survey: Survey, report: Report): LeaseCheck {
  const work = new Map<string, Map<string, Work>>();
  const workOf = (group: string, place: { partition: Partition; offset: number }): Work => {
    const own = work.get(group) ?? new Map<string, Work>();
    work.set(group, own);
    const known = own.get(placeName(place));
    if (known !== undefined) return known;
    const fresh = { leases: [], givenBack: new Map(), doneBy: Infinity, mayBeDone: false };
    own.set(placeName(place), fresh);
    return fresh;
  };

  const leased = ({ call, outcome, op, invoked, completed, began, ended }: Operation<'lease'>) => {
    if (outcome.kind !== 'ok') return;
    const times = { invoked, completed, ended, until: began + call.leaseMs, name: `lease ${op}` };
    for (const event of outcome.result.leased) {
      workOf(call.group, event).leases.push({ attempt: event.attempt, ...times });
    }
  };

  const settled = ({ call, outcome, invoked, completed }: Operation<'settle'>) => {
    if (outcome.kind === 'fail') return;
    for (const receipt of call.ack) {
      const known = workOf(call.group, receipt);
      known.mayBeDone = true;
      if (outcome.kind === 'ok') known.doneBy = Math.min(known.doneBy, completed);
    }
    const giveBack = (receipt: Receipt) => {
      const { givenBack } = workOf(call.group, receipt);
      givenBack.set(receipt.attempt, Math.min(invoked, givenBack.get(receipt.attempt) ?? Infinity));
    };
    for (const receipt of call.nack) giveBack(receipt);
  };

  const checkDone = (group: string, topics: readonly string[]) => {
    for (const partition of survey.log.partitions) {
      if (!topics.some((topic) => partition.startsWith(`${topic}/`))) continue;
      for (const offset of survey.standing(partition, 0, Infinity, Infinity)) {
        const known = work.get(group)?.get(placeName({ partition, offset }));
        if (known?.mayBeDone !== true) report('undone', `${group} was never told that ${partition}/${offset} is done`);
      }
    }
  };

  return {
    operation: (operation) => {
      if (operation.kind === 'lease') leased(operation);
      if (operation.kind === 'settle') settled(operation);
    },
    finish: (drained) => {
      for (const own of work.values()) for (const [place, known] of own) checkWork(place, known, report);
      for (const { group, topics, shared } of drained) if (shared === true) checkDone(group, topics);
    },
  };
}
