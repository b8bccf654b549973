// What is written all or not at all: a send or a transaction, over all of its attempts.
import type { CommitCall, Stretch } from './history.js';
import type { Operation, Outcome } from './operations.js';
import type { VersionLog } from './version-log.js';

export type Unit = {
  readonly name: string;
  readonly kind: 'send' | 'transact';
  readonly topics: readonly string[];
  readonly ids: readonly string[];
  /** Of all its events. */
  readonly key?: string;
  /** The first attempt's beginning. */
  readonly firstInvoked: number;
  /** `ok`: some attempt was; `fail`: every one has failed; `info`: nobody was told. */
  readonly fate: 'ok' | 'fail' | 'info';
  /** The end of the first attempt that was told so; infinite: none. */
  readonly acknowledgedAt: number;
  readonly commit?: CommitCall;
  readonly inputs: readonly Stretch[];
};

export type Units = {
  /** Begins anew each time. */
  readonly all: Iterable<Unit>;
  writerOf(id: string): Unit | undefined;
};

type Open = { -readonly [Field in keyof Unit]: Unit[Field] };
type Attempt = Operation<'send'> | Operation<'transact'>;

export type UnitsBuilder = Units & { attempt(operation: Attempt): void };

const RANK = { fail: 0, info: 1, ok: 2 } as const;

function begun(operation: Attempt): Open {
  const { kind, invoked } = operation;
  const open = {
    name: operation.call.unit,
    kind,
    firstInvoked: invoked,
    fate: 'fail',
    acknowledgedAt: Infinity,
  } as const;
  if (operation.kind === 'send') {
    const { ids: sent, key, topic } = operation.call;
    return { ...open, topics: [topic], ids: sent, inputs: [], ...(key === undefined ? {} : { key }) };
  }
  const { produce, inputs, commit } = operation.call;
  const ids = produce.flatMap((part) => part.ids);
  return {
    ...open,
    topics: produce.map(({ topic }) => topic),
    ids,
    inputs,
    ...(commit === undefined ? {} : { commit }),
  };
}

export function makeUnits(): UnitsBuilder {
  const byName = new Map<string, Open>();
  const byId = new Map<string, Open>();
  const attempt = (operation: Attempt) => {
    const { unit: name } = operation.call;
    const unit = byName.get(name) ?? begun(operation);
    if (!byName.has(name)) {
      byName.set(name, unit);
      for (const id of unit.ids) byId.set(id, unit);
    }
    const outcome: Outcome<'send' | 'transact'> = operation.outcome;
    unit.firstInvoked = Math.min(unit.firstInvoked, operation.invoked);
    if (RANK[outcome.kind] > RANK[unit.fate]) unit.fate = outcome.kind;
    if (outcome.kind === 'ok') unit.acknowledgedAt = Math.min(unit.acknowledgedAt, operation.completed);
  };
  return {
    get all() {
      return byName.values();
    },
    writerOf: (id) => byId.get(id),
    attempt,
  };
}

/** Nobody has to have been told: one visible event proves it. */
export function hasHappened(unit: Unit, log: VersionLog): boolean {
  return unit.fate === 'ok' || unit.ids.some((id) => log.placeOf(id) !== undefined);
}

/** The line by which it had happened; infinite: never proven. */
export function happenedBy(unit: Unit, log: VersionLog): number {
  return unit.ids.reduce((line, id) => Math.min(line, log.placeOf(id)?.seenAt ?? Infinity), unit.acknowledgedAt);
}
