// The health of an endpoint as GET shows it: what is kept, and over it what the push thread knows while the subscription runs.
import type { Registry } from '../../engine/engine.js';
import type { BreakerState } from './breaker.js';
import type { LiveHealth } from './endpoint-health.js';
import { storedEndpoint } from './endpoint-record.js';

export type HealthDescription = {
  readonly state: BreakerState;
  /** When it came into this state; absent: nothing has been sent yet. Times in ms since the epoch. */
  readonly since?: number;
  /** Share of the requests of the last ENDPOINT_WINDOW_MS that failed; where it runs. */
  readonly failureRate?: number;
  /** How many requests may run at once now; where it runs. */
  readonly inFlightLimit?: number;
  /** Nothing is sent before; where it runs. */
  readonly nextProbeAt?: number;
  /** No request has succeeded since. */
  readonly failingSince?: number;
};

/** Asks the push thread about all of them at once. */
export type AskHealth = (subscriptions: readonly string[]) => Promise<Readonly<Record<string, LiveHealth>>>;

/** @returns by name, for all of `names` */
export async function describeHealth(
  registry: Pick<Registry, 'get'>,
  ask: AskHealth,
  names: readonly string[],
): Promise<ReadonlyMap<string, HealthDescription>> {
  // What is kept is shown where the push thread can't be asked any more.
  const live = await ask(names).catch((): Awaited<ReturnType<AskHealth>> => ({}));
  return new Map(
    names.map((name) => [name, Object.hasOwn(live, name) ? (live[name] as LiveHealth) : kept(registry, name)]),
  );
}

function kept(registry: Pick<Registry, 'get'>, name: string): HealthDescription {
  const record = storedEndpoint(registry, name);
  if (record === null) return { state: 'closed' };
  const { state, since, failingSince } = record;
  return { state, since, ...(failingSince === null ? {} : { failingSince }) };
}
