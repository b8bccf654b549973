// What the edge tells about requests: duration by call and status class, refusals by code.
import { type Histogram, histogramFamily, makeHistogram, observe } from './histogram.js';
import type { MetricCollector, MetricFamily, MetricValue } from './metrics.js';

const BOUNDS_MS = [0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000];
const SECONDS_PER_MS = 0.001;
const STATUS_CLASS_SIZE = 100;
const UNKNOWN_CALL = 'unknown';

export type HttpMetrics = {
  readonly answered: (operation: string, status: number, durationMs: number) => void;
  readonly refused: (operation: string, code: string) => void;
  readonly collect: MetricCollector;
};

export function makeHttpMetrics(): HttpMetrics {
  // By call, then by first digit of the status.
  const durations = new Map<string, Histogram[]>();
  const refusals = new Map<string, Map<string, number>>();
  return {
    answered: (operation, status, durationMs) => {
      let byClass = durations.get(operation);
      if (byClass === undefined) {
        byClass = Array.from({ length: 6 }, () => makeHistogram(BOUNDS_MS));
        durations.set(operation, byClass);
      }
      const histogram = byClass[Math.floor(status / STATUS_CLASS_SIZE)];
      if (histogram !== undefined) observe(histogram, durationMs);
    },
    refused: (operation, code) => {
      const byCode = refusals.get(operation) ?? new Map<string, number>();
      byCode.set(code, (byCode.get(code) ?? 0) + 1);
      refusals.set(operation, byCode);
    },
    collect: () => [durationFamily(durations), refusalFamily(refusals)],
  };
}

const nameOf = (operation: string) => (operation === '' ? UNKNOWN_CALL : operation);

function durationFamily(durations: ReadonlyMap<string, readonly Histogram[]>): MetricFamily {
  const series = [...durations].flatMap(([operation, byClass]) =>
    byClass.flatMap((numbers, index) =>
      numbers.counts.some((count) => count > 0)
        ? [{ labels: { operation: nameOf(operation), status: `${index}xx` }, numbers }]
        : [],
    ),
  );
  const help = 'Time from the arrival of a request to the end of its answer';
  return histogramFamily('posthorn_http_request_duration_seconds', help, SECONDS_PER_MS, series);
}

function refusalFamily(refusals: ReadonlyMap<string, ReadonlyMap<string, number>>): MetricFamily {
  const values = [...refusals].flatMap(([operation, byCode]) =>
    [...byCode].map(([code, value]): MetricValue => ({ value, labels: { operation: nameOf(operation), code } })),
  );
  const help = 'Requests answered with a problem, by its code; operation produceEvents: rejected produces';
  return { name: 'posthorn_http_problems_total', help, type: 'counter', values };
}
