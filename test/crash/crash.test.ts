import { expect, it } from 'vitest';
import { runCrash } from './crash-run.js';

const KILLS = 3;
const TIMEOUT_MS = 150_000;

it(
  'keeps every promise over kill -9 under load',
  async () => {
    const seed = Date.now() % 1_000_000;
    const report = await runCrash({ kills: KILLS, seed });
    console.log(report.summary);
    expect(report.violations.slice(0, 10)).toEqual([]);
    expect(report.kills).toBe(KILLS);
    expect(report.stopCode).toBe(0);
    expect(report.acknowledged).toBeGreaterThan(100);
    expect(report.deliveries).toBeGreaterThanOrEqual(report.stored);
  },
  TIMEOUT_MS,
);
