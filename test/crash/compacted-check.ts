// What must hold of a compacted topic after kills, judged by what was acknowledged and what fetches showed.

export type Stored = {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  /** As JSON text; null: a tombstone. */
  readonly value: string | null;
};

const placeOf = ({ partition, offset }: Stored): string => `${partition}:${offset}`;
const textOf = ({ key, value }: Stored): string => `${key}=${value ?? 'tombstone'}`;

/**
 * `acknowledged`: every event that there ever was. `seen`: what fetches showed at any time. `left`: the whole log in the end, as
 * it was fetched.
 */
export function checkCompacted(
  acknowledged: readonly Stored[],
  seen: readonly Stored[],
  left: readonly Stored[],
): string[] {
  const written = new Map<string, Stored>();
  const newest = new Map<string, Stored>();
  const faults: string[] = [];
  for (const event of acknowledged) {
    const other = written.get(placeOf(event));
    if (other !== undefined) faults.push(`${placeOf(event)} acknowledged as ${textOf(other)} and ${textOf(event)}`);
    written.set(placeOf(event), event);
    const before = newest.get(event.key);
    if (before === undefined || before.offset < event.offset) newest.set(event.key, event);
  }
  for (const event of [...seen, ...left]) {
    const own = written.get(placeOf(event));
    const wrote = own === undefined ? 'nothing' : textOf(own);
    if (wrote !== textOf(event)) faults.push(`${placeOf(event)} shows ${textOf(event)}, acknowledged was ${wrote}`);
  }
  const there = new Set(left.map(placeOf));
  for (const event of newest.values()) {
    if (!there.has(placeOf(event))) faults.push(`${placeOf(event)} is lost, the newest of its key: ${textOf(event)}`);
  }
  left.forEach((event, index) => {
    const before = left[index - 1];
    if (before?.partition === event.partition && before.offset >= event.offset) {
      faults.push(`${placeOf(event)} comes behind ${placeOf(before)}`);
    }
  });
  return faults;
}
