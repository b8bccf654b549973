// How much a history holds.
import type { Kind } from './history.js';
import type { Operation, Outcome } from './operations.js';
import type { Survey } from './survey.js';
import { hasHappened } from './units.js';

export type Tally = {
  readonly kills: number;
  readonly operations: ReadonlyMap<Kind, Readonly<Record<Outcome<Kind>['kind'], number>>>;
  /** In the log, as all observations show it. */
  readonly events: number;
  readonly transactions: number;
  /** Events, by groups. */
  readonly handedOut: number;
  /** Generations, over all groups. */
  readonly rebalances: number;
};

export type TallyKeeper = {
  operation(operation: Operation): void;
  down(): void;
  total(): Tally;
};

export function makeTally({ log, units }: Survey): TallyKeeper {
  const operations = new Map<Kind, { ok: number; fail: number; info: number }>();
  const generations = new Map<string, number>();
  let [kills, handedOut] = [0, 0];
  return {
    down: () => {
      kills += 1;
    },
    operation: (operation) => {
      const { kind, outcome } = operation;
      const counts = operations.get(kind) ?? { ok: 0, fail: 0, info: 0 };
      operations.set(kind, counts);
      counts[outcome.kind] += 1;
      if (operation.kind === 'lease' && operation.outcome.kind === 'ok') {
        handedOut += operation.outcome.result.leased.length;
      }
      if (operation.kind !== 'poll' || operation.outcome.kind !== 'ok') return;
      const { generation, handed } = operation.outcome.result;
      const { group } = operation.call;
      generations.set(group, Math.max(generation, generations.get(group) ?? 0));
      for (const { events } of handed) handedOut += events.length;
    },
    total: () => ({
      kills,
      operations,
      events: log.partitions.reduce((sum, partition) => sum + log.offsets(partition).length, 0),
      transactions: [...units.all].filter((unit) => unit.kind === 'transact' && hasHappened(unit, log)).length,
      handedOut,
      rebalances: [...generations.values()].reduce((sum, generation) => sum + generation, 0),
    }),
  };
}
