// `deliver()`, step record: what the units of a running subscription stand on. A seek leaves a subscription its id, and
// gives its document another incarnation: then only that may still be written which it did not move.
import type { Document, Expectation, Registry } from '../engine/engine.js';
import { type SubscriptionRecord, seekCountOf } from './subscription-config.js';

export type Footing = {
  /** What every unit expects. */
  expectation(): Expectation;
  /** Looks for a seek that has come since. */
  follow(): void;
  /** Whether the partition is where this runner of the subscription found it. No seek moves a replay. */
  isOurs(place: { readonly group: string; readonly topic: string; readonly partition: number }): boolean;
  /** Of a refused unit: what holds now, and what is gone; undefined: the subscription itself is another. */
  revise(expect: readonly Expectation[]): Revised | undefined;
};

export type Revised = {
  readonly expect: readonly Expectation[];
  /** Names of the documents, by collection. */
  readonly lost: { readonly topics: ReadonlySet<string>; readonly replays: ReadonlySet<string> };
};

/** @param document the subscription, as its lanes were loaded */
export function makeFooting(document: Document, registry: Pick<Registry, 'get'>): Footing {
  const { collection, name } = document;
  let current = document;

  const follow = (): void => {
    const now = registry.get(collection, name);
    if (now !== undefined && recordOf(now).id === recordOf(document).id) current = now;
  };

  return {
    follow,
    expectation: () => ({ kind: 'incarnation', collection, name, incarnation: current.incarnation }),
    isOurs: ({ group, topic, partition }) =>
      group !== name ||
      seekCountOf(recordOf(current).seeks, topic, partition) ===
        seekCountOf(recordOf(document).seeks, topic, partition),
    revise: (expect) => {
      follow();
      const standing: Expectation[] = [];
      const lost = { topics: new Set<string>(), replays: new Set<string>() };
      for (const expected of expect) {
        // The dead letter topic's, which is made anew.
        if (expected.kind !== 'incarnation') continue;
        const own = expected.collection === collection;
        const incarnation = own ? current.incarnation : expected.incarnation;
        const stands = registry.get(expected.collection, expected.name)?.incarnation === incarnation;
        if (stands) standing.push({ ...expected, incarnation });
        else if (own) return undefined;
        else lost[expected.collection === 'replays' ? 'replays' : 'topics'].add(expected.name);
      }
      return { expect: standing, lost };
    },
  };
}

function recordOf({ body }: Document): SubscriptionRecord {
  return body as SubscriptionRecord;
}
