// Storage that looks for what is to be compacted many times a second, for tests that wait for it.
import { openSqliteEngine } from '#posthorn/engine/sqlite/sqlite-engine.js';
import type { EngineStart } from '#posthorn/open-engine.js';
import { eventually } from './eventually.js';
import type { HttpClient } from './http.js';

const INTERVAL_MS = 10;

export function compactingStorage(folder: string): EngineStart {
  return {
    engine: openSqliteEngine({ folder, retentionIntervalMs: INTERVAL_MS }),
    failed: new Promise<Error>(() => undefined),
  };
}

export type Shown = { readonly offset: number; readonly key: string | null; readonly value: unknown };

/** Appends `pairs`, each by itself: `a=1` is key and value, `a=` a tombstone. */
export async function put(client: HttpClient, topic: string, ...pairs: readonly string[]): Promise<void> {
  for (const pair of pairs) {
    const [key, value] = pair.split('=') as [string, string];
    const events = [{ key, value: value === '' ? null : Number(value) }];
    const answer = await client.post(`/v1/topics/${topic}/batches`, { events });
    if (answer.status !== 200) throw new Error(answer.text);
  }
}

/** Has `topic` compacted, until `offsets` are what is left. */
export async function compactTo(client: HttpClient, topic: string, offsets: readonly number[]): Promise<void> {
  const answer = await client.put(`/v1/topics/${topic}`, { cleanupPolicy: 'compact' });
  if (answer.status !== 200) throw new Error(answer.text);
  await eventually(async () => {
    const { events } = await fetchAll(client, topic);
    return JSON.stringify(events.map(({ offset }) => offset)) === JSON.stringify(offsets);
  });
}

export async function fetchAll(client: HttpClient, topic: string): Promise<{ events: Shown[]; nextOffset: number }> {
  return (await client.get(`/v1/topics/${topic}/partitions/0/events?from=earliest`)).json();
}
