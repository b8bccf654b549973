// Just enough of the engine port for the definitions: documents with versions, expectations, change signals, and a
// record of the units that were committed.
import type {
  CommitUnit,
  Document,
  DocumentSignal,
  Engine,
  Expectation,
  LogBounds,
  UnitResult,
} from '#posthorn/engine/engine.js';
import { PosthornError } from '#posthorn/errors/posthorn-error.js';

export type MemoryEngine = Pick<Engine, 'commit' | 'log' | 'registry'> & {
  readonly units: CommitUnit[];
  /** Runs once, before the next commit is judged. */
  meanwhile(action: () => void): void;
  store(document: Omit<Document, 'version' | 'incarnation'>): void;
};

export function makeMemoryEngine(bounds?: (topic: string, partition: number) => LogBounds | undefined): MemoryEngine {
  const documents = new Map<string, Document>();
  const listeners = new Set<(signals: readonly DocumentSignal[]) => void>();
  const units: CommitUnit[] = [];
  let incarnations = 0;
  let pending: (() => void) | undefined;

  const change = (collection: Document['collection'], name: string, body: unknown): void => {
    const key = `${collection}/${name}`;
    const before = documents.get(key);
    if (body === null) documents.delete(key);
    else {
      const incarnation = before?.incarnation ?? ++incarnations;
      const kept: unknown = JSON.parse(JSON.stringify(body));
      documents.set(key, { collection, name, version: (before?.version ?? 0) + 1, incarnation, body: kept });
    }
    for (const listener of listeners) listener([{ collection, name }]);
  };

  const judge = (expectation: Expectation): void => {
    if (expectation.kind === 'progress') throw new Error('this engine keeps no progress');
    const found = documents.get(`${expectation.collection}/${expectation.name}`);
    const holds =
      expectation.kind === 'version'
        ? (found?.version ?? 0) === expectation.version
        : found?.incarnation === expectation.incarnation;
    if (!holds) throw new PosthornError('VERSION_CONFLICT', `${expectation.name} was changed.`);
  };

  return {
    units,
    meanwhile: (action) => {
      pending = action;
    },
    store: ({ collection, name, body }) => change(collection, name, body),
    async commit(unit): Promise<UnitResult> {
      const action = pending;
      pending = undefined;
      action?.();
      unit.expect?.forEach(judge);
      units.push(unit);
      for (const { collection, name, body } of unit.documents ?? []) change(collection, name, body);
      return { timestamp: 0, duplicate: false, appends: [] };
    },
    registry: {
      get: (collection, name) => documents.get(`${collection}/${name}`),
      list: (collection, { after, limit } = {}) =>
        [...documents.values()]
          .filter((document) => document.collection === collection && (after === undefined || document.name > after))
          .sort((a, b) => (a.name < b.name ? -1 : 1))
          .slice(0, limit),
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    log: {
      bounds: (topic, partition) => bounds?.(topic, partition),
      read: () => [],
      offsetForTimestamp: (_topic, _partition, timestamp) => timestamp as never,
      count: (_topic, _partition, from, to) => Math.max(0, to - from),
      onAppend: () => () => undefined,
    },
  };
}
