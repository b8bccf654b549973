// Messages between a thread that uses the engine and the writer thread, over a MessagePort each.
import type { WireError } from '../../errors/posthorn-error.js';
import type { TopicName } from '../../model/names.js';
import type { AppendSignal, CommitUnit, DocumentSignal, UnitResult } from '../engine.js';
import type { EngineStats } from '../stats.js';
import type { Trouble } from '../trouble.js';
import type { AttemptsKept } from './attempt-retention.js';

/** A unit as it travels: see attempt-wire.ts. */
export type WireUnit = Omit<CommitUnit, 'attempts'> & { readonly attempts?: string };

export type ToWriter =
  | { readonly kind: 'commit'; readonly units: readonly WireUnit[] }
  | { readonly kind: 'stats'; readonly id: number }
  /** A further thread wants to use the engine; its end of the channel. */
  | { readonly kind: 'link'; readonly port: import('node:worker_threads').MessagePort }
  | { readonly kind: 'close' };

export type WireResult = { readonly ok: UnitResult } | { readonly error: WireError };

export type WriterStats = Omit<EngineStats, 'queuedUnits' | 'queuedBytes'>;

export type Signals = {
  readonly appends: readonly AppendSignal[];
  readonly documents: readonly DocumentSignal[];
  /** Topics whose logs were made, changed or deleted. */
  readonly logs: readonly TopicName[];
};

export type FromWriter =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: WireError }
  | ({ readonly kind: 'committed'; readonly results: readonly WireResult[] } & Signals)
  /** Another thread's commit. */
  | ({ readonly kind: 'signals' } & Signals)
  | { readonly kind: 'stats'; readonly id: number; readonly stats: WriterStats }
  /** To the main thread alone. */
  | { readonly kind: 'trouble'; readonly trouble: Trouble }
  | { readonly kind: 'closed' };

export type WriterOptions = {
  /** Folder of the database; made where it is absent. */
  readonly folder: string;
  /** Largest size of the database file, bytes; 0: none. */
  readonly maxDatabaseBytes: number;
  readonly attempts: AttemptsKept;
  readonly retentionIntervalMs: number;
};

export type LinkValue = {
  readonly port: import('node:worker_threads').MessagePort;
  readonly databasePath: string;
};
