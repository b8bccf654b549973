import { describe, expect, it } from 'vitest';
import type { AnomalyKind } from './anomaly.js';
import { runLogCheck } from './log-run.js';
import { type Lie, makeLyingClient } from './lying-client.js';
import { summarise } from './summary.js';

const SEED = 4711;
const KILLS = 4;
const LIVES = { short: [600, 1_200], long: [1_200, 2_500] } as const;
const PACE_MS = 15;
const LYING_SECONDS = 8;
const TIMEOUT_MS = 150_000;

describe('the log under load', () => {
  it(
    'shows no anomaly over kills of the server, and crashes of its clients',
    async () => {
      const run = { seed: SEED, kills: KILLS, seconds: 60, lives: LIVES, paceMs: PACE_MS };
      const report = await runLogCheck(run);
      console.log(summarise(report, `seed ${SEED}`));
      expect(report.anomalies.map(({ kind, detail }) => `${kind}: ${detail}`)).toEqual([]);
      expect(report.tally.kills).toBe(KILLS);
      expect(report.stopCodes.filter((code) => code !== 0)).toEqual([]);
      expect(report.tally.events).toBeGreaterThan(100);
      expect(report.tally.transactions).toBeGreaterThan(5);
      expect(report.tally.handedOut).toBeGreaterThan(report.tally.events);
    },
    TIMEOUT_MS,
  );

  const lies: readonly [Lie, readonly AnomalyKind[]][] = [
    ['unwritten-events', ['lost-write', 'inconsistent-offsets']],
    ['unwritten-commits', ['lost-commit']],
  ];
  it.each(lies)(
    'is found out when it answers %s',
    async (lie, kinds) => {
      const run = { seed: SEED, kills: 0, seconds: LYING_SECONDS, lives: LIVES, paceMs: PACE_MS };
      const report = await runLogCheck({ ...run, wrap: (client) => makeLyingClient(client, lie) });
      const found = kinds.filter((kind) => report.counts.has(kind));
      expect(found, summarise(report, lie)).not.toEqual([]);
    },
    TIMEOUT_MS,
  );
});
