// `npm run bench -- [NAME…] [--json] [--short]`. Ends with code 1 where a goal is missed, except in a short run.
import { parseArgs } from 'node:util';
import type { BenchCase, BenchContext, BenchRow } from './bench-case.js';
import { compaction } from './cases/compaction.js';
import { drain } from './cases/drain.js';
import { fanOut } from './cases/fan-out.js';
import { fetchValues, fetchValuesCold } from './cases/fetch-values.js';
import { filter } from './cases/filter.js';
import { groupFetch } from './cases/group-fetch.js';
import { hungEndpoint } from './cases/hung-endpoint.js';
import { idleSubscriptions } from './cases/idle-subscriptions.js';
import { latency } from './cases/latency.js';
import { manyTopics } from './cases/many-topics.js';
import { parked } from './cases/parked.js';
import { produceBatch, produceBatchRaw, produceSingle } from './cases/produce.js';
import { pushBatch, pushSingle } from './cases/push.js';
import { slowEndpoints } from './cases/slow-endpoints.js';
import { disk, start } from './cases/storage.js';
import { tail } from './cases/tail.js';
import { transactions } from './cases/transactions.js';
import { environmentLine, jsonLine, table } from './report.js';

const CASES: Readonly<Record<string, BenchCase>> = {
  'produce-single': produceSingle,
  'produce-batch': produceBatch,
  'produce-batch-raw': produceBatchRaw,
  'fetch-values': fetchValues,
  'fetch-values-cold': fetchValuesCold,
  transactions,
  'push-single': pushSingle,
  'push-batch': pushBatch,
  latency,
  'fan-out': fanOut,
  'hung-endpoint': hungEndpoint,
  'slow-endpoints': slowEndpoints,
  'idle-subscriptions': idleSubscriptions,
  parked,
  drain,
  compaction,
  disk,
  start,
  tail,
  filter,
  'many-topics': manyTopics,
  'group-fetch': groupFetch,
};

const FULL = { short: false, rounds: 3, warmUpMs: 2_000, durationMs: 4_000 };
const SHORT = { short: true, rounds: 1, warmUpMs: 500, durationMs: 1_000 };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, short: { type: 'boolean', default: false } },
});
const names = positionals.length === 0 ? Object.keys(CASES) : positionals;
const rows: BenchRow[] = [];
// With --json, standard output holds nothing but rows.
const say = (line: string) => (values.json ? console.error(line) : console.log(line));
say(environmentLine());

for (const name of names) {
  const bench = CASES[name];
  if (bench === undefined) throw new Error(`'${name}' is no bench: use ${Object.keys(CASES).join(', ')}.`);
  const context: BenchContext = { ...(values.short ? SHORT : FULL), log: (line) => say(`  ${name}: ${line}`) };
  const row = await bench(context);
  rows.push(row);
  if (values.json) console.log(jsonLine(row));
  if (!row.pass && !values.short) process.exitCode = 1;
}
if (!values.json) console.log(table(rows));
