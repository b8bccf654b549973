// The units that make, change, pause, resume and delete a subscription: its document, where it begins in its topics, and what
// becomes of the group of its name where that was fetched from.
import { isDeepStrictEqual } from 'node:util';
import type { Change } from '../engine/changes.js';
import type { CommitUnit, Document, Engine, Progress } from '../engine/engine.js';
import type { GroupName, Offset, TopicName } from '../model/names.js';
import { matchesTopic } from '../model/topic-match.js';
import { forgetEndpoint } from './health/endpoint-record.js';
import { refuseMembers, takeBack } from './pulled.js';
import { replaysEnd } from './replays.js';
import type { StoredSecret } from './signing/live-secrets.js';
import { resolveStarts } from './start-position.js';
import { changedChange } from './subscription-changes.js';
import {
  type StartOffsets,
  type SubscriptionConfig,
  type SubscriptionRecord,
  withConfig,
} from './subscription-config.js';

type Reads = Pick<Engine, 'registry' | 'log' | 'groups'>;

type StartParts = {
  readonly startOffsets: StartOffsets;
  readonly progress: readonly Progress[];
  readonly expect: NonNullable<CommitUnit['expect']>;
};

/**
 * Topics that a subscription did not receive before begin where `start` says; the others go on. So do those that fetches by the
 * group of its name have come to: what such a topic got later begins at 0.
 */
function startsOf(
  engine: Reads,
  group: GroupName,
  config: SubscriptionConfig,
  before: SubscriptionRecord | undefined,
): StartParts {
  const startOffsets: Record<string, StartOffsets[string]> = { ...before?.startOffsets };
  const progress: Progress[] = [];
  const expect: StartParts['expect'][number][] = [];
  const reached = before === undefined ? engine.groups.progress(group) : [];
  for (const { name, incarnation } of engine.registry.list('topics')) {
    if (!matchesTopic(config.topics, name)) continue;
    if (before !== undefined && matchesTopic(before.topics, name)) continue;
    if (startOffsets[name]?.incarnation === incarnation) continue;
    const starts = resolveStarts(engine.log, group, name as TopicName, config.start);
    const own = reached.filter(({ topic }) => topic === name);
    const begun = own.length === 0 ? starts.progress : starts.progress.map((start) => goOn(start, own));
    startOffsets[name] = { incarnation, offsets: begun.map(({ committedOffset }) => committedOffset) };
    expect.push({ kind: 'incarnation', collection: 'topics', name, incarnation });
    if (before !== undefined) progress.push(...begun);
    else {
      const written = begun.map((one) => beginUnlessMoved(one, own)).filter((one) => one !== undefined);
      progress.push(...written.map((one) => one.progress));
      expect.push(...written.map((one) => one.expectation));
    }
  }
  return { startOffsets, progress, expect };
}

function goOn(start: Progress, reached: readonly Progress[]): Progress {
  const own = reached.find(({ partition }) => partition === start.partition);
  return { ...start, committedOffset: own?.committedOffset ?? (0 as Offset), position: null };
}

/**
 * What the group has reached goes on moving until the unit is applied: it is not written back. Where there was none, or a
 * position is to be forgotten, it must still be so.
 */
function beginUnlessMoved(progress: Progress, reached: readonly Progress[]) {
  const { group, topic, partition } = progress;
  const own = reached.find((one) => one.partition === partition);
  const position = own?.position ?? null;
  if (own !== undefined && position === null) return undefined;
  const read = own === undefined ? null : { committedOffset: own.committedOffset, position };
  return { progress, expectation: { kind: 'progress', group, topic, partition, progress: read } as const };
}

/** @throws NON_EMPTY_GROUP */
export function createdUnit(
  engine: Reads,
  group: GroupName,
  config: SubscriptionConfig,
  made: Pick<SubscriptionRecord, 'id' | 'secrets'>,
): CommitUnit {
  refuseMembers(engine, group);
  const { startOffsets, progress, expect } = startsOf(engine, group, config, undefined);
  const taken = takeBack(engine, group);
  const record: SubscriptionRecord = { ...config, ...made, state: 'active', reason: null, startOffsets };
  return {
    expect: [{ kind: 'version', collection: 'subscriptions', name: group, version: 0 }, ...expect, ...taken.expect],
    documents: [{ collection: 'subscriptions', name: group, body: record }, ...taken.documents],
    offsets: progress,
    parked: taken.parked,
  };
}

/** Undefined: nothing changes. The state stays as it is. `secret`: another one than before. */
export function changedUnit(
  engine: Reads,
  group: GroupName,
  document: Document,
  config: SubscriptionConfig,
  secret: StoredSecret | undefined,
  telling: (unit: CommitUnit, change: Change) => CommitUnit,
): CommitUnit | undefined {
  const before = document.body as SubscriptionRecord;
  const starts = startsOf(engine, group, config, before);
  const secrets = secret === undefined ? before.secrets : [secret];
  const record: SubscriptionRecord = {
    ...withConfig(before, config),
    ...{ secrets, startOffsets: starts.startOffsets },
  };
  if (isDeepStrictEqual(record, before)) return undefined;
  const unit = changeUnit(document, record, record.endpoint.url === before.endpoint.url ? [] : [forgetEndpoint(group)]);
  const whole = { ...unit, expect: [...(unit.expect ?? []), ...starts.expect], offsets: starts.progress };
  return telling(whole, changedChange(group, before, record));
}

/** `changes`: what it tells besides. */
export function deletedUnit(
  engine: Reads,
  { collection, name, version }: Document,
): { readonly unit: CommitUnit; readonly changes: readonly Change[] } {
  const ended = replaysEnd(engine.registry, name);
  const { expect, documents } = takeBack(engine, name as GroupName);
  const unit: CommitUnit = {
    expect: [{ kind: 'version', collection, name, version }, ...expect, ...ended.expect],
    documents: [{ collection, name, body: null }, forgetEndpoint(name), ...documents, ...ended.documents],
    forgetGroups: [name as GroupName, ...ended.forgetGroups],
    ...(ended.redriven === undefined ? {} : { redriven: ended.redriven }),
  };
  return { unit, changes: ended.changes };
}

/** Resumed, it takes back what was handed out by fetches while it was paused, and gives its endpoint another chance. */
export function stateUnit(
  engine: Reads,
  document: Document,
  { state, reason }: Pick<SubscriptionRecord, 'state' | 'reason'>,
): CommitUnit {
  const forgotten = state === 'active' ? [forgetEndpoint(document.name)] : [];
  const unit = changeUnit(document, { ...(document.body as SubscriptionRecord), state, reason }, forgotten);
  if (state === 'paused') return unit;
  const { expect, documents, parked } = takeBack(engine, document.name as GroupName);
  return {
    expect: [...(unit.expect ?? []), ...expect],
    documents: [...(unit.documents ?? []), ...documents],
    parked,
  };
}

function changeUnit(
  { collection, name, version }: Document,
  body: SubscriptionRecord,
  more: NonNullable<CommitUnit['documents']>,
): CommitUnit {
  return { expect: [{ kind: 'version', collection, name, version }], documents: [{ collection, name, body }, ...more] };
}
