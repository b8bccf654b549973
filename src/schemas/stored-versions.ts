// How a topic's schemas lie in the registry: one document of the topic's name with every version, oldest first.
import type { Document } from '../engine/engine.js';

export type StoredVersion = {
  /** From 1. */
  readonly version: number;
  readonly schema: unknown;
  readonly compatibility: string;
  /** ms since the epoch. */
  readonly registeredAt: number;
};

export function versionsOf(stored: Document | undefined): readonly StoredVersion[] {
  return stored === undefined ? [] : (stored.body as { versions: readonly StoredVersion[] }).versions;
}
