// Every engine that the suite runs over: how to open it on a folder, again and again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '#posthorn/engine/engine.js';
import { openSqliteEngine } from '#posthorn/engine/sqlite/sqlite-engine.js';

export type EngineUnderTest = {
  readonly name: string;
  readonly open: (folder: string) => Promise<Engine>;
};

export const ENGINES: readonly EngineUnderTest[] = [
  { name: 'sqlite', open: (folder) => openSqliteEngine({ folder, retentionIntervalMs: 10 }) },
];

export function scratchFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-engine-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
