// Which storage engine the settings ask for. Apart from bus.ts, so that its threads can start while the rest is loaded.
import type { Settings } from './config/read-settings.js';
import type { Engine } from './engine/engine.js';
import { openSqliteEngine } from './engine/sqlite/sqlite-engine.js';

export type EngineStart = {
  /** Rejects with DATA_UNUSABLE, DATA_IN_USE, DATA_TOO_NEW or DATA_CORRUPT. */
  readonly engine: Promise<Engine>;
  /** Resolves when storage has died for good: nothing can be written from then on. */
  readonly failed: Promise<Error>;
};

export function openEngine(settings: Settings): EngineStart {
  let report: ((error: Error) => void) | undefined;
  const failed = new Promise<Error>((resolve) => {
    report = resolve;
  });
  const engine = openSqliteEngine({
    folder: settings.dataFolder,
    maxDatabaseBytes: settings.maxDatabaseBytes,
    attemptsMax: settings.attemptsMax,
    attemptsRetentionMs: settings.attemptsRetentionMs,
    attemptsMaxBytes: settings.attemptsMaxBytes,
    onFailure: (error) => report?.(error),
  });
  // Whoever awaits it gets the refusal; nobody may be there yet.
  engine.catch(() => undefined);
  return { engine, failed };
}
