// `npm run crash:replies -- --seconds 60 --seed 7`: the long form of the test of replies.
import { parseArgs } from 'node:util';
import { runReplies } from './replies-run.js';

const SHOWN_VIOLATIONS = 20;
const DEFAULT_SECONDS = 60;

const { values } = parseArgs({ options: { seconds: { type: 'string' }, seed: { type: 'string' } } });

function numberOf(option: 'seconds' | 'seed', otherwise: number): number {
  const text = values[option] ?? String(otherwise);
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`--${option} must be a whole number, not '${text}'.`);
}

const seed = numberOf('seed', Date.now() % 1_000_000);
console.log(`replies: seed ${seed}`);
const report = await runReplies({ seconds: numberOf('seconds', DEFAULT_SECONDS), seed, log: console.log });
for (const { kind, detail } of report.violations.slice(0, SHOWN_VIOLATIONS)) console.log(`${kind}: ${detail}`);
console.log(report.summary);
if (report.violations.length > 0) process.exitCode = 1;
