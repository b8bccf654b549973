// A histogram whose observation is a loop over a few bounds and two additions; no labels are hashed on the way.
import type { MetricFamily, MetricValue } from './metrics.js';

export type Histogram = {
  /** Upper bounds, ascending, in the unit of the observations. */
  readonly bounds: readonly number[];
  /** Observations at or under each bound and above the one before; the last is for those above all. */
  readonly counts: Float64Array;
  sum: number;
};

export function makeHistogram(bounds: readonly number[]): Histogram {
  return { bounds, counts: new Float64Array(bounds.length + 1), sum: 0 };
}

export function observe(histogram: Histogram, value: number): void {
  const { bounds, counts } = histogram;
  let bucket = 0;
  while (bucket < bounds.length && value > (bounds[bucket] as number)) bucket += 1;
  counts[bucket] = (counts[bucket] as number) + 1;
  histogram.sum += value;
}

type Labels = Readonly<Record<string, string | number>>;
type Numbers = { readonly bounds: readonly number[]; readonly counts: ArrayLike<number>; readonly sum: number };

/** `scale` turns the observations' unit into the family's, e.g. 0.001 from ms to seconds. */
function valuesOf(name: string, numbers: Numbers, labels: Labels, scale: number): MetricValue[] {
  const values: MetricValue[] = [];
  let total = 0;
  for (let bucket = 0; bucket < numbers.counts.length; bucket += 1) {
    total += numbers.counts[bucket] ?? 0;
    const bound = numbers.bounds[bucket];
    // Rounded: 25 ms is to be 0.025 s, not 0.025000000000000001.
    const le = bound === undefined ? '+Inf' : Number((bound * scale).toPrecision(12));
    values.push({ metricName: `${name}_bucket`, labels: { ...labels, le }, value: total });
  }
  values.push({ metricName: `${name}_sum`, labels, value: numbers.sum * scale });
  values.push({ metricName: `${name}_count`, labels, value: total });
  return values;
}

export function histogramFamily(
  name: string,
  help: string,
  scale: number,
  series: readonly { readonly labels: Labels; readonly numbers: Numbers }[],
): MetricFamily {
  const values = series.flatMap(({ labels, numbers }) => valuesOf(name, numbers, labels, scale));
  return { name, help, type: 'histogram', values };
}
