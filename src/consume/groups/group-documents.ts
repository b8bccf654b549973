// The stored records of groups, from memory: read once after each change, and told to those who wait for one.
import type { Document, Registry } from '../../engine/engine.js';
import type { GroupRecord } from './group-record.js';

export type GroupDocuments = {
  get(group: string): Document | undefined;
  /** Calls on one group that change its record take turns: deciding at once they would refuse each other. */
  alone<T>(group: string, change: () => Promise<T>): Promise<T>;
  onChange(group: string, listener: () => void): () => void;
  /** Every change, of whatever group. */
  onAnyChange(listener: (group: string) => void): () => void;
  close(): void;
};

export function makeGroupDocuments(registry: Pick<Registry, 'get' | 'onChange'>): GroupDocuments {
  const known = new Map<string, Document | undefined>();
  const listeners = new Map<string, Set<() => void>>();
  const ofAny = new Set<(group: string) => void>();
  const last = new Map<string, Promise<unknown>>();
  let isClosed = false;
  const unfollow = registry.onChange((signals) => {
    for (const { collection, name } of signals) {
      if (collection !== 'groups') continue;
      known.delete(name);
      for (const listener of listeners.get(name) ?? []) listener();
      for (const listener of ofAny) listener(name);
    }
  });
  return {
    close: () => {
      isClosed = true;
      unfollow();
      known.clear();
    },
    get: (group) => {
      if (known.has(group)) return known.get(group);
      const document = registry.get('groups', group);
      // Calls that a stop still drains decide on it too, and nobody tells of changes any more.
      if (document !== undefined && !isClosed) known.set(group, document);
      return document;
    },
    alone: (group, change) => {
      const turn = (last.get(group) ?? Promise.resolve()).then(change, change);
      last.set(group, turn);
      const done = (): void => {
        if (last.get(group) === turn) last.delete(group);
      };
      turn.then(done, done);
      return turn;
    },
    onChange: (group, listener) => {
      const ofGroup = listeners.get(group) ?? new Set();
      listeners.set(group, ofGroup.add(listener));
      return () => {
        ofGroup.delete(listener);
        if (ofGroup.size === 0) listeners.delete(group);
      };
    },
    onAnyChange: (listener) => {
      ofAny.add(listener);
      return () => ofAny.delete(listener);
    },
  };
}

export function recordOf(document: Document): GroupRecord {
  return document.body as GroupRecord;
}
