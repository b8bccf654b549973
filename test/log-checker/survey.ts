// The first pass over a history: the log as all saw it, what became of each unit, and what the end reads.
import type { Report } from './anomaly.js';
import { type Deletions, makeDeletions, makeTrims } from './deletions.js';
import type { Line, Partition, Stretch } from './history.js';
import { type Operation, readOperations } from './operations.js';
import { indexFrom } from './sorted.js';
import { makeUnits, type Units } from './units.js';
import { makeVersionLogBuilder, type VersionLog, type VersionLogBuilder } from './version-log.js';

export type FinalLog = { logStartOffset: number; readonly offsets: Set<number> };

export type Survey = Deletions & {
  readonly log: VersionLog;
  readonly units: Units;
  /** Undefined: the history has no end that reads the logs. */
  readonly finals: ReadonlyMap<Partition, FinalLog> | undefined;
  /** Until when an operation may take effect: its end, or, where nobody knows, the server's next one. */
  settledAt(operation: Operation): number;
};

function observeAll(builder: VersionLogBuilder, line: number, stretches: Iterable<Stretch>): void {
  for (const { partition, events } of stretches) {
    for (const [offset, id] of events) builder.observe(line, partition, offset, id);
  }
}

function observe(builder: VersionLogBuilder, operation: Operation): void {
  const { completed, outcome } = operation;
  if (outcome.kind !== 'ok') return;
  switch (operation.kind) {
    case 'send':
    case 'transact': {
      if (operation.outcome.kind !== 'ok') return;
      const { placed } = operation.outcome.result;
      const ids = operation.kind === 'send' ? operation.call.ids : operation.call.produce.flatMap((part) => part.ids);
      for (const [index, { partition, offset }] of placed.entries()) {
        builder.observe(completed, partition, offset, ids[index] ?? `no event ${index} of ${operation.call.unit}`);
      }
      return;
    }
    case 'fetch': {
      if (operation.outcome.kind !== 'ok') return;
      const { partition } = operation.call;
      observeAll(builder, completed, [{ partition, events: operation.outcome.result.events }]);
      return;
    }
    case 'poll':
      if (operation.outcome.kind === 'ok') observeAll(builder, completed, operation.outcome.result.handed);
      return;
    case 'lease':
      if (operation.outcome.kind !== 'ok') return;
      for (const { partition, offset, id } of operation.outcome.result.leased) {
        builder.observe(completed, partition, offset, id);
      }
      return;
    case 'commit':
    case 'settle':
    case 'describe':
    case 'trim':
    case 'grow':
    case 'leave':
      return;
    default:
      operation satisfies never;
  }
}

function readFinally(finals: Map<Partition, FinalLog>, operation: Operation<'fetch'>): void {
  if (operation.outcome.kind !== 'ok') return;
  const { logStartOffset, events } = operation.outcome.result;
  const { partition } = operation.call;
  const final = finals.get(partition) ?? { logStartOffset, offsets: new Set() };
  finals.set(partition, final);
  for (const [offset] of events) final.offsets.add(offset);
}

export function surveyHistory(history: Iterable<Line>, report: Report): Survey {
  const builder = makeVersionLogBuilder(report);
  const units = makeUnits();
  const trims = makeTrims();
  const compacted = new Set<string>();
  const downs: number[] = [];
  const finals = new Map<Partition, FinalLog>();
  let quietAt = Infinity;
  readOperations(history, {
    down: (at) => downs.push(at),
    compacted: (topic) => compacted.add(topic),
    quiet: (at) => {
      quietAt = at;
    },
    operation: (operation) => {
      observe(builder, operation);
      if (operation.kind === 'send' || operation.kind === 'transact') units.attempt(operation);
      if (operation.kind === 'trim') trims.add(operation);
      if (operation.kind === 'fetch' && operation.invoked > quietAt) readFinally(finals, operation);
    },
  });
  const log = builder.build();
  return {
    ...makeDeletions(log, units, trims, compacted),
    log,
    units,
    finals: quietAt === Infinity ? undefined : finals,
    settledAt: ({ outcome, invoked, completed }) =>
      outcome.kind === 'info' ? (downs[indexFrom(downs, invoked)] ?? Infinity) : completed,
  };
}
