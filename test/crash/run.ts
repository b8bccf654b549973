// `npm run crash -- --kills 25 --seed 7`: the long form of the crash test.
import { parseArgs } from 'node:util';
import { runCrash } from './crash-run.js';

const SHOWN_VIOLATIONS = 20;

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '25' }, seed: { type: 'string' } },
});
const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
console.log(`crash: seed ${seed}`);
const report = await runCrash({ kills: Number(values.kills), seed, log: console.log });
for (const { kind, detail } of report.violations.slice(0, SHOWN_VIOLATIONS)) console.log(`${kind}: ${detail}`);
console.log(report.summary);
if (report.violations.length > 0 || report.stopCode !== 0) {
  console.log(`A clean stop ended with code ${report.stopCode}.`);
  process.exitCode = 1;
}
