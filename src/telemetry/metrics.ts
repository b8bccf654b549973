// The metrics page. Hot paths only count in plain numbers; a scrape asks every collector for its families and prints
// them, so nothing is paid between scrapes.
import type { MetricType, Registry } from 'prom-client';

export type MetricValue = {
  readonly value: number;
  readonly labels: Readonly<Record<string, string | number>>;
  /** Of a histogram's part, e.g. `posthorn_x_bucket`; default: the family's name. */
  readonly metricName?: string;
};

/** Names end in their unit; counters in `_total`. */
export type MetricFamily = {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly values: readonly MetricValue[];
};

export type MetricCollector = () => readonly MetricFamily[] | Promise<readonly MetricFamily[]>;

export type Metrics = {
  readonly contentType: string;
  /** Prometheus text. A collector that fails leaves its families out and is counted. */
  readonly text: () => Promise<string>;
};

export function makeMetrics(collectors: readonly MetricCollector[]): Metrics {
  let page: Promise<Page> | undefined;
  let failures = 0;
  const gather = async (collector: MetricCollector) => {
    try {
      return await collector();
    } catch {
      failures += 1;
      return [];
    }
  };
  return {
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
    text: async () => {
      page ??= openPage();
      const { ofProcess, makeRegistry } = await page;
      const families = (await Promise.all(collectors.map(gather))).flat();
      return (await ofProcess.metrics()) + (await textOf(makeRegistry(), [...families, scrapeFailures(failures)]));
    },
  };
}

type Page = { readonly ofProcess: Registry; readonly makeRegistry: () => Registry };

/** Loaded by the first scrape: the start of the program does not wait for it. */
async function openPage(): Promise<Page> {
  // By its default export: in the bundle a CommonJS module has no other.
  const { collectDefaultMetrics, Registry } = (await import('prom-client')).default;
  const ofProcess = new Registry();
  collectDefaultMetrics({ register: ofProcess });
  return { ofProcess, makeRegistry: () => new Registry() };
}

function scrapeFailures(failures: number): MetricFamily {
  return counter('posthorn_scrape_failures_total', 'Collectors that failed at a scrape', failures);
}

async function textOf(page: Registry, families: readonly MetricFamily[]): Promise<string> {
  for (const { name, help, type, values } of families) {
    const metric = { help, name, type: type as unknown as MetricType, values, aggregator: 'sum' };
    // The registry asks a metric for no more than its name and this.
    page.registerMetric({ name, get: async () => metric } as unknown as Parameters<Registry['registerMetric']>[0]);
  }
  return page.metrics();
}

export function counter(name: string, help: string, value: number): MetricFamily {
  return { name, help, type: 'counter', values: [{ value, labels: {} }] };
}

export function gauge(name: string, help: string, value: number): MetricFamily {
  return { name, help, type: 'gauge', values: [{ value, labels: {} }] };
}

/** One value for each value of a label. */
export function labelled(
  name: string,
  type: MetricFamily['type'],
  help: string,
  label: string,
  byValue: Readonly<Record<string, number>>,
): MetricFamily {
  return {
    name,
    help,
    type,
    values: Object.entries(byValue).map(([key, value]) => ({ value, labels: { [label]: key } })),
  };
}
