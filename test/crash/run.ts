// `npm run crash -- --kills 25 --seed 7`: the long form of the crash test. `--seconds 600` kills for that long instead;
// `--history facts.ndjson` writes down everything that was seen.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runCrash } from './crash-run.js';

const SHOWN_VIOLATIONS = 20;
const DEFAULT_KILLS = 25;

const { values } = parseArgs({
  options: {
    kills: { type: 'string' },
    seconds: { type: 'string' },
    seed: { type: 'string' },
    history: { type: 'string' },
  },
});

function numberOf(option: 'kills' | 'seconds' | 'seed'): number | undefined {
  const text = values[option];
  if (text === undefined || /^\d{1,9}$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new Error(`--${option} must be a whole number, not '${text}'.`);
}

const seconds = numberOf('seconds');
const kills = numberOf('kills') ?? (seconds === undefined ? DEFAULT_KILLS : Number.POSITIVE_INFINITY);
const seed = numberOf('seed') ?? Date.now() % 1_000_000;
console.log(`crash: seed ${seed}`);
const options = { kills, seed, log: console.log, ...(seconds === undefined ? {} : { seconds }) };
const report = await runCrash(options);
if (values.history !== undefined) {
  await writeFile(values.history, report.history.map((fact) => `${JSON.stringify(fact)}\n`).join(''));
}
for (const { kind, detail } of report.violations.slice(0, SHOWN_VIOLATIONS)) console.log(`${kind}: ${detail}`);
console.log(report.summary);
if (report.violations.length > 0 || report.stopCode !== 0) {
  console.log(`A clean stop ended with code ${report.stopCode}.`);
  process.exitCode = 1;
}
