// What is kept of an endpoint's health over a restart: a document of its own, beside the subscription's (whose change would
// load its lanes anew), written by the push thread in the unit that tells it in _changes, and only while there is something
// to remember. It goes with the subscription, and where that is resumed or gets another endpoint.
import type { Change } from '../../engine/changes.js';
import type { DocumentChange, Registry } from '../../engine/engine.js';
import { ENDPOINT_REMEMBER_AFTER_MS } from '../../model/limits.js';

export type EndpointRecord = {
  /** What was told last: half-open, and closed again but not for long enough, is open here. */
  readonly state: 'open' | 'closed';
  /** ms since the epoch. */
  readonly since: number;
  /** No request has succeeded since; null: one has since the last failure. */
  readonly failingSince: number | null;
  /** Requests that have failed since then. */
  readonly failures: number;
  /** The endpoint asked for nothing to be sent before; 0: it did not. */
  readonly putOffUntil: number;
};

export function storedEndpoint(registry: Pick<Registry, 'get'>, subscription: string): EndpointRecord | null {
  return (registry.get('endpoints', subscription)?.body as EndpointRecord | undefined) ?? null;
}

/** Deletes what is kept; nothing where nothing is. */
export function forgetEndpoint(subscription: string): DocumentChange {
  return { collection: 'endpoints', name: subscription, body: null };
}

/** Null: it is well, and there is nothing to remember. */
export function worthKeeping(record: EndpointRecord, now: number): EndpointRecord | null {
  return record.state === 'closed' && record.failingSince === null && record.putOffUntil <= now ? null : record;
}

/** Whether what is stored is so far from what is known that it must be written. */
export function isOutdated(stored: EndpointRecord | null, known: EndpointRecord, now: number): boolean {
  if ((stored?.state ?? 'closed') !== known.state) return true;
  if (stored !== null && worthKeeping(known, now) === null) return true;
  const kept = stored?.failingSince ?? null;
  if (kept !== null && kept !== known.failingSince) return true;
  if (kept === null && known.failingSince !== null && now - known.failingSince >= ENDPOINT_REMEMBER_AFTER_MS)
    return true;
  return known.putOffUntil - Math.max(now, stored?.putOffUntil ?? 0) >= ENDPOINT_REMEMBER_AFTER_MS;
}

/** What a unit tells that writes these documents: an endpoint that is down, or well again. */
export function endpointChanges(registry: Pick<Registry, 'get'>, documents: readonly DocumentChange[]): Change[] {
  return documents.flatMap(({ collection, name, body }): Change[] => {
    if (collection !== 'endpoints') return [];
    const before = storedEndpoint(registry, name);
    const after = body as EndpointRecord | null;
    const state = after?.state ?? 'closed';
    if (state === (before?.state ?? 'closed')) return [];
    if (after === null || state === 'closed') return [{ kind: 'endpoint.closed', name }];
    return [{ kind: 'endpoint.opened', name, since: after.since }];
  });
}
