import { expect, it } from 'vitest';
import { runCrash } from './crash-run.js';

const KILLS = 3;
const TIMEOUT_MS = 150_000;

it(
  'keeps every promise of every subscription over kill -9 under load',
  async () => {
    const seed = Date.now() % 1_000_000;
    const report = await runCrash({ kills: KILLS, seed });
    console.log(report.summary);
    expect(report.violations.slice(0, 10)).toEqual([]);
    expect(report.kills).toBe(KILLS);
    expect(report.stopCode).toBe(0);
    expect(report.acknowledged).toBeGreaterThan(100);
    expect(report.subscriptions.map(({ ordering }) => ordering)).toEqual(['key', 'partition', 'none']);
    for (const { maxEvents, deliveries, batches, largestBatch } of report.subscriptions) {
      if (maxEvents === 1) expect(deliveries).toBeGreaterThanOrEqual(report.stored);
      else expect([batches > 0, largestBatch <= maxEvents]).toEqual([true, true]);
    }
  },
  TIMEOUT_MS,
);
