// The order of writes: what was acknowledged before another write began stands before it, and a unit's own events stand
// in its order.
import type { Report } from './anomaly.js';
import type { Partition, Placed } from './history.js';
import type { Operation } from './operations.js';
import { makeSteps, type Steps } from './sorted.js';
import type { Survey } from './survey.js';
import type { Unit } from './units.js';

export type SendOrderCheck = {
  operation(operation: Operation): void;
  finish(): void;
};

function checkInside(unit: Unit, { log }: Survey, report: Report): void {
  const reached = new Map<Partition, number>();
  for (const id of unit.ids) {
    const place = log.placeOf(id);
    if (place === undefined) continue;
    const { partition, offset } = place;
    const before = reached.get(partition) ?? -1;
    if (offset < before) {
      report(
        'int-nonmonotonic-send',
        `${unit.name}: ${id} is at ${partition}/${offset}, behind it in the call ${before}`,
      );
    }
    reached.set(partition, Math.max(before, offset));
  }
}

export function makeSendOrderCheck(survey: Survey, report: Report): SendOrderCheck {
  const acknowledged = new Map<Partition, Steps>();

  const acknowledge = (placed: readonly Placed[], completed: number) => {
    for (const { partition, offset } of placed) {
      const steps = acknowledged.get(partition) ?? makeSteps();
      acknowledged.set(partition, steps);
      steps.add(completed, offset);
    }
  };

  const checkUnit = (unit: Unit) => {
    for (const id of unit.ids) {
      const place = survey.log.placeOf(id);
      if (place === undefined) continue;
      const { partition, offset } = place;
      const floor = acknowledged.get(partition)?.before(unit.firstInvoked) ?? -1;
      if (offset > floor) continue;
      report(
        'nonmonotonic-send',
        `${id} is at ${partition}/${offset}, though ${floor} was acknowledged before it was sent`,
      );
    }
  };

  return {
    operation: (operation) => {
      if (operation.kind !== 'send' && operation.kind !== 'transact') return;
      if (operation.outcome.kind === 'ok') acknowledge(operation.outcome.result.placed, operation.completed);
    },
    finish: () => {
      for (const unit of survey.units.all) {
        checkInside(unit, survey, report);
        checkUnit(unit);
      }
    },
  };
}
