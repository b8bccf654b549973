// How product and floor are compared: in turn, several times, medians against each other.
import type { BenchContext } from './bench-case.js';
import { median } from './load/percentile.js';

export type Compared = { readonly value: number; readonly floor: number; readonly ratio: number };

/** Both give a figure for one round. The machine's mood changes over minutes, so neither has a stretch of its own. */
export async function alternate(
  context: BenchContext,
  product: () => Promise<number>,
  floor: () => Promise<number>,
): Promise<Compared> {
  const values: number[] = [];
  const floors: number[] = [];
  for (let round = 1; round <= context.rounds; round += 1) {
    floors.push(await floor());
    values.push(await product());
    context.log(
      `round ${round}: ${Math.round(values.at(-1) ?? 0)} beside a floor of ${Math.round(floors.at(-1) ?? 0)}`,
    );
  }
  const value = median(values);
  const middle = median(floors);
  return { value, floor: middle, ratio: value / middle };
}
