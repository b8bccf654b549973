// What a filter costs an event: evaluations of each dialect over the events of the benches, beside JSON.parse of the same
// values alone, which is what a filter over parsed values would have to begin with.
import type { LogSlice } from '#posthorn/engine/engine.js';
import { compileFilter } from '#posthorn/filters/compile-filter.js';
import { pack } from '#posthorn/model/values.js';
import type { BenchCase, BenchContext, BenchRow } from '../bench-case.js';
import { alternate } from '../measure.js';
import { BATCH_EVENTS, sampleEvent } from '../sample-events.js';

const RATIO = 1;

/** Each of them looks at what is there, and does not match every event. */
const FILTERS = {
  match: { match: { '/customer': 'c-7' } },
  'match of 3': { match: { '/type': 'order.created', '/total': { gt: 10 }, '/currency': { in: ['EUR', 'USD'] } } },
  exact: { exact: { type: 'order.paid' } },
  prefix: { prefix: { source: '/shop' } },
  suffix: { suffix: { subject: '7' } },
  headers: { headers: { 'ce-subject': { suffix: '7' } } },
  key: { key: { prefix: 'c-7' } },
  'any, all, not': {
    any: [{ key: 'c-7' }, { all: [{ not: { key: { suffix: '7' } } }, { match: { '/type': 'order.paid' } }] }],
  },
  sql: { sql: "type = 'order.created' AND subject LIKE 'c-_7%'" },
} as const;

function sampleSlice(): LogSlice {
  const ids = Array.from({ length: BATCH_EVENTS }, (_, id) => id);
  const headersOf = (id: number) =>
    JSON.stringify({
      ...{ 'ce-specversion': '1.0', 'ce-id': String(id), 'ce-source': '/shop' },
      ...{ 'ce-type': 'order.created', 'ce-subject': `c-${id}` },
    });
  const columns = { key: ids.map((id) => `c-${id}`), headers: ids.map(headersOf) };
  const values = pack(ids.map((id) => Buffer.from(sampleEvent(id))));
  const batch = { count: BATCH_EVENTS, ...values, columns };
  return { batch, baseOffset: 0, timestamp: 0, first: 0, last: BATCH_EVENTS - 1 };
}

/** `work` does BATCH_EVENTS events and gives how many of them passed. Events a second. */
const rateOf =
  ({ warmUpMs, durationMs }: BenchContext, work: () => number) =>
  async (): Promise<number> => {
    const during = (ms: number): number => {
      const startedAt = performance.now();
      let [events, passed, now] = [0, 0, startedAt];
      while (now - startedAt < ms) {
        passed += work();
        events += BATCH_EVENTS;
        now = performance.now();
      }
      if (passed > events) throw new Error('More events passed than there were.');
      return (events / (now - startedAt)) * 1_000;
    };
    during(warmUpMs);
    return during(durationMs);
  };

export const filter: BenchCase = async (context): Promise<BenchRow> => {
  const slice = sampleSlice();
  const { payload, ends } = slice.batch;
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.length);
  const parseAll = (): number => {
    let passed = 0;
    for (let index = 0, start = 0; index < BATCH_EVENTS; index += 1) {
      const end = ends[index] as number;
      const { customer } = JSON.parse(bytes.toString('utf8', start, end)) as { customer: string };
      if (customer === 'c-7') passed += 1;
      start = end + 1;
    }
    return passed;
  };
  const evaluations = (definition: unknown) => {
    const { matches } = compileFilter(JSON.stringify(definition));
    return () => {
      let passed = 0;
      for (let index = 0; index < BATCH_EVENTS; index += 1) if (matches(slice, index)) passed += 1;
      return passed;
    };
  };
  const compared = await alternate(context, rateOf(context, evaluations(FILTERS.match)), rateOf(context, parseAll));
  const others: string[] = [];
  for (const [name, definition] of Object.entries(FILTERS)) {
    if (name === 'match') continue;
    const rate = await rateOf(context, evaluations(definition))();
    others.push(`${name} ${Math.round(rate).toLocaleString('en')}`);
  }
  return {
    name: 'filter',
    unit: 'events/s',
    ...compared,
    goal: `>= ${RATIO} of JSON.parse of the same values`,
    pass: compared.ratio >= RATIO,
    also: others.join(', '),
  };
};
