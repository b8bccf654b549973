// How a topic's schemas lie in the registry: one document of the topic's name with every version, oldest first.
import type { Document } from '../engine/engine.js';
import type { Compatibility } from './compatibility/modes.js';

export type StoredVersion = {
  /** From 1. */
  readonly version: number;
  /** With everything that it refers to: see bundle.ts. */
  readonly schema: unknown;
  /** What it was registered under, and what the next version is held to. */
  readonly compatibility: Compatibility;
  /** ms since the epoch. */
  readonly registeredAt: number;
};

export function versionsOf(stored: Document | undefined): readonly StoredVersion[] {
  return stored === undefined ? [] : (stored.body as { versions: readonly StoredVersion[] }).versions;
}
