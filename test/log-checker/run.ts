// `npm run check:log -- --seed 7 --seconds 1800`: the long form. `--kills 100` ends with them; `--history file` keeps the
// history there, and with `--check-only` one that was kept is judged again, alone. `--pace 20`: ms between two calls.
import { parseArgs } from 'node:util';
import { checkHistory } from './checker.js';
import { readHistory } from './history-file.js';
import { runLogCheck } from './log-run.js';
import { summarise } from './summary.js';

const DEFAULT_SECONDS = 120;
const DEFAULT_PACE_MS = 40;
const LIVES = { short: [300, 3_000], long: [3_000, 15_000] } as const;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seconds: { type: 'string' },
    kills: { type: 'string' },
    pace: { type: 'string' },
    history: { type: 'string' },
    'check-only': { type: 'boolean' },
  },
});

function numberOf(option: 'seed' | 'seconds' | 'kills' | 'pace'): number | undefined {
  const text = values[option];
  if (text === undefined || /^\d{1,9}$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new Error(`--${option} must be a whole number, not '${text}'.`);
}

const seed = numberOf('seed') ?? Date.now() % 1_000_000;
const { history } = values;

function checkOnly() {
  if (history === undefined) throw new Error('--check-only needs the history: --history file');
  return { name: history, report: { ...checkHistory(readHistory(history)), stopCodes: [] } };
}

async function run() {
  console.log(`log-checker: seed ${seed}`);
  const kills = numberOf('kills') ?? Number.POSITIVE_INFINITY;
  const seconds = numberOf('seconds') ?? (kills === Number.POSITIVE_INFINITY ? DEFAULT_SECONDS : kills * 60);
  const kept = history === undefined ? {} : { historyPath: history };
  const paceMs = numberOf('pace') ?? DEFAULT_PACE_MS;
  const report = await runLogCheck({ seed, kills, seconds, lives: LIVES, paceMs, log: console.log, ...kept });
  return { name: `seed ${seed}`, report };
}

const { name, report } = values['check-only'] === true ? checkOnly() : await run();
for (const { kind, detail } of report.anomalies) console.log(`${kind}: ${detail}`);
console.log(summarise(report, name));
const unclean = report.stopCodes.filter((code) => code !== 0);
if (report.anomalies.length > 0 || unclean.length > 0) {
  console.log(`Clean stops that ended with another code than 0: ${unclean.length}.`);
  process.exitCode = 1;
}
