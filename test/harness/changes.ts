// What the topic _changes tells, as the tests look at it.
import type { HttpClient } from './http.js';

export type ToldChange = Readonly<Record<string, unknown>> & { readonly kind: string; readonly name: string };

/** All of it, or what is told under one key, e.g. `groups/billing`; without the times. */
export async function toldChanges(client: HttpClient, key?: string): Promise<ToldChange[]> {
  const answer = await client.get('/v1/topics/_changes/partitions/0/events?from=earliest&maxEvents=10000');
  const { events } = answer.json<{ events: readonly { key: string; value: ToldChange & { at: unknown } }[] }>();
  return events
    .filter((event) => key === undefined || event.key === key)
    .map(({ value: { at: _at, ...told } }) => told);
}
