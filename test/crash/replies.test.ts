import { expect, it } from 'vitest';
import { runReplies } from './replies-run.js';

const SECONDS = 8;
const TIMEOUT_MS = 180_000;

it(
  'appends the reply to every input exactly once while server and endpoint are killed',
  async () => {
    const report = await runReplies({ seconds: SECONDS, seed: Date.now() % 1_000_000 });
    console.log(report.summary);
    expect(report.violations.slice(0, 10)).toEqual([]);
    expect(report.serverKills).toBeGreaterThan(1);
    expect(report.endpointKills).toBeGreaterThan(1);
    expect(report.inputs).toBeGreaterThan(100);
    expect(report.replies).toBeGreaterThan(50);
    expect(report.bad).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);
