import { expect, it } from 'vitest';
import { runTransform } from './transform-run.js';

const SECONDS = 8;
const TIMEOUT_MS = 150_000;

it(
  'transforms every input exactly once while server and workers are killed',
  async () => {
    const report = await runTransform({ seconds: SECONDS, seed: Date.now() % 1_000_000 });
    console.log(report.summary);
    expect(report.violations.slice(0, 10)).toEqual([]);
    expect(report.serverKills + report.workerKills).toBeGreaterThan(3);
    expect(report.inputs).toBeGreaterThan(100);
    expect(report.transactions).toBeGreaterThan(10);
  },
  TIMEOUT_MS,
);
