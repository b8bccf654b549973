// Just enough of an engine for groups: documents, logs without values worth reading, progress; every unit judged as the writer
// judges it, and answered some turns later. What it writes can be looked at.
import { promisify } from 'node:util';
import type {
  AppendSignal,
  CommitUnit,
  Document,
  DocumentSignal,
  Engine,
  Expectation,
  LogSlice,
  Progress,
} from '#posthorn/engine/engine.js';
import type { Loss } from '#posthorn/engine/trim.js';
import { PosthornError } from '#posthorn/errors/posthorn-error.js';
import type { Offset } from '#posthorn/model/names.js';
import { packBatch } from '../memory-log.js';

const TIMESTAMP = 1_700_000_000_000;
const turn = promisify(setImmediate);

type Log = { start: number; end: number };

export function makeGroupEngine(commitTurns: () => number = () => 1) {
  const documents = new Map<string, Document>();
  const logs = new Map<string, Log[]>();
  const progress = new Map<string, Progress>();
  const losses: Loss[] = [];
  const onAppend = new Set<(signals: readonly AppendSignal[]) => void>();
  const onChange = new Set<(signals: readonly DocumentSignal[]) => void>();
  const units: CommitUnit[] = [];
  let incarnations = 0;
  const key = (at: { group: string; topic: string; partition: number }) => `${at.group}/${at.topic}/${at.partition}`;
  const conflict = (what: string) => new PosthornError('VERSION_CONFLICT', `${what} was changed.`);

  const write = (collection: Document['collection'], name: string, body: unknown): void => {
    const at = `${collection}/${name}`;
    const before = documents.get(at);
    if (body === null) documents.delete(at);
    else {
      const incarnation = before?.incarnation ?? ++incarnations;
      documents.set(at, {
        ...{ collection, name, incarnation, version: (before?.version ?? 0) + 1 },
        body: JSON.parse(JSON.stringify(body)) as unknown,
      });
    }
  };
  const judge = (expected: Expectation): void => {
    if (expected.kind === 'progress') {
      const found = progress.get(key(expected));
      const same =
        found?.committedOffset === expected.progress?.committedOffset &&
        (found?.position ?? null) === (expected.progress?.position ?? null);
      if (!same) throw conflict(key(expected));
      return;
    }
    const found = documents.get(`${expected.collection}/${expected.name}`);
    const holds =
      expected.kind === 'version'
        ? (found?.version ?? 0) === expected.version
        : found?.incarnation === expected.incarnation;
    if (!holds) throw conflict(expected.name);
  };
  const apply = (unit: CommitUnit): void => {
    unit.expect?.forEach(judge);
    for (const at of unit.positions ?? []) if (!progress.has(key(at))) throw conflict(key(at));
    for (const { collection, name, body } of unit.documents ?? []) write(collection, name, body);
    for (const one of unit.offsets ?? []) {
      const { position = progress.get(key(one))?.position, ...rest } = one;
      progress.set(key(one), { ...rest, ...(position === undefined || position === null ? {} : { position }) });
    }
    for (const { position, ...at } of unit.positions ?? []) {
      const { position: _former, ...rest } = progress.get(key(at)) as Progress;
      progress.set(key(at), { ...rest, ...(position === null ? {} : { position }) });
    }
    losses.push(...(unit.losses ?? []));
    for (const group of unit.forgetGroups ?? []) {
      for (const [at, one] of progress) if (one.group === group) progress.delete(at);
    }
  };
  const hear = (signals: readonly DocumentSignal[]): void => {
    if (signals.length > 0) for (const listener of onChange) listener(signals);
  };

  /** The process that may write. */
  let alive: object = {};
  const commitOf =
    (process: object): Engine['commit'] =>
    async (unit) => {
      for (let left = commitTurns(); left > 0; left -= 1) await turn();
      if (process !== alive) return new Promise(() => undefined);
      apply(unit);
      units.push(unit);
      hear((unit.documents ?? []).map(({ collection, name }) => ({ collection, name })));
      return { timestamp: TIMESTAMP, duplicate: false, appends: [] };
    };
  const reads: Pick<Engine, 'log' | 'groups' | 'registry'> = {
    registry: {
      get: (collection, name) => documents.get(`${collection}/${name}`),
      list: (collection, { after = '', limit } = {}) =>
        [...documents.values()]
          .filter((document) => document.collection === collection && document.name > after)
          .sort((a, b) => (a.name < b.name ? -1 : 1))
          .slice(0, limit),
      onChange: (listener) => {
        onChange.add(listener);
        return () => onChange.delete(listener);
      },
    },
    groups: {
      progress: (group) => [...progress.values()].filter((one) => one.group === group),
      progressAt: (group, topic, partition) => progress.get(key({ group, topic, partition })),
      losses: (group) => losses.filter((loss) => loss.group === group),
      parked: () => [],
      parkedCount: () => 0,
      hasLease: () => false,
    } as Partial<Engine['groups']> as Engine['groups'],
    log: {
      bounds: (topic, partition) => {
        const log = logs.get(topic)?.[partition];
        return log && { logStartOffset: log.start as Offset, highWatermark: log.end as Offset, bytes: 0 };
      },
      read: (topic, partition, offset, { maxEvents, before = Number.POSITIVE_INFINITY }) => {
        const log = logs.get(topic)?.[partition] ?? { start: 0, end: 0 };
        const from = Math.max(offset, log.start);
        const count = Math.min(maxEvents, log.end - from, before - from);
        if (count <= 0) return [];
        const batch = packBatch({ values: Array.from({ length: count }, (_, index) => String(from + index)) });
        return [{ batch, baseOffset: from, timestamp: TIMESTAMP, first: 0, last: count - 1 } satisfies LogSlice];
      },
      offsetForTimestamp: (topic, partition, timestamp) =>
        (logs.get(topic)?.[partition]?.[timestamp <= TIMESTAMP ? 'start' : 'end'] ?? 0) as Offset,
      count: (topic, partition, from, to) => {
        const { start, end } = logs.get(topic)?.[partition] ?? { start: 0, end: 0 };
        return Math.max(0, Math.min(to, end) - Math.max(from, start));
      },
      onAppend: (listener) => {
        onAppend.add(listener);
        return () => onAppend.delete(listener);
      },
    },
  };

  return {
    ...{ reads, units, losses },
    /** For the next process: of the one before nothing is written any more, and it hears nothing. */
    attach: (): Pick<Engine, 'commit' | 'log' | 'groups' | 'registry'> => {
      alive = {};
      onAppend.clear();
      onChange.clear();
      return { ...reads, commit: commitOf(alive) };
    },
    /** Made, or with more partitions than before. */
    topic: (name: string, partitions: number): void => {
      const own = logs.get(name) ?? [];
      while (own.length < partitions) own.push({ start: 0, end: 0 });
      logs.set(name, own);
      write('topics', name, { partitions });
      hear([{ collection: 'topics', name }]);
    },
    remove: (name: string): void => {
      logs.delete(name);
      write('topics', name, null);
      for (const [at, one] of progress) if (one.topic === name) progress.delete(at);
      hear([{ collection: 'topics', name }]);
    },
    append: (topic: string, partition: number, count = 1): void => {
      const log = logs.get(topic)?.[partition] as Log;
      log.end += count;
      for (const listener of onAppend) listener([{ topic: topic as never, partition, highWatermark: log.end }]);
    },
    trim: (topic: string, partition: number, start: number): void => {
      (logs.get(topic)?.[partition] as Log).start = start;
    },
    lookupTopic: (name: string) => {
      const found = documents.get(`topics/${name}`);
      if (found === undefined) throw new PosthornError('UNKNOWN_TOPIC_OR_PARTITION', `no ${name}`);
      const { partitions } = found.body as { partitions: number };
      return { name: name as never, incarnation: found.incarnation, partitions };
    },
    partitions: (topic: string): readonly Readonly<Log>[] => logs.get(topic) ?? [],
    progressAt: (group: string, topic: string, partition: number) => progress.get(key({ group, topic, partition })),
  };
}

export type GroupEngine = ReturnType<typeof makeGroupEngine>;
