import { expect, it } from 'vitest';
import { makeGroupDocuments } from '#posthorn/consume/groups/group-documents.js';
import type { Document, DocumentSignal } from '#posthorn/engine/engine.js';

/** One group, whose changes are told to those who follow. */
function makeRegistry() {
  const listeners = new Set<(signals: readonly DocumentSignal[]) => void>();
  const document: Document = { collection: 'groups', name: 'g', version: 1, incarnation: 1, body: {} };
  let version = 1;
  let reads = 0;
  return {
    change: () => {
      version += 1;
      for (const listener of listeners) listener([{ collection: 'groups', name: 'g' }]);
    },
    reads: () => reads,
    get: () => {
      reads += 1;
      return { ...document, version };
    },
    onChange: (listener: (signals: readonly DocumentSignal[]) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

it('reads a record once after each change', () => {
  const registry = makeRegistry();
  const documents = makeGroupDocuments(registry);
  expect([documents.get('g')?.version, documents.get('g')?.version, registry.reads()]).toEqual([1, 1, 1]);
  registry.change();
  expect([documents.get('g')?.version, registry.reads()]).toEqual([2, 2]);
});

it('keeps nothing once it is closed: calls that a stop drains decide on what is stored', () => {
  const registry = makeRegistry();
  const documents = makeGroupDocuments(registry);
  expect(documents.get('g')?.version).toBe(1);
  documents.close();
  registry.change();
  expect(documents.get('g')?.version).toBe(2);
  registry.change();
  expect(documents.get('g')?.version).toBe(3);
});
