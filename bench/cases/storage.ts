// What stored events cost: bytes on disk, and the time of a start over them.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchCase, BenchRow } from '../bench-case.js';
import { median } from '../load/percentile.js';
import { EVENT_BYTES } from '../sample-events.js';
import { withStage } from '../stage.js';

const TOPIC = 'bench';
const DISK_EVENTS = 1_000_000;
const SHORT_DISK_EVENTS = 200_000;
const DISK_RATIO = 1.15;
const START_EVENTS = 10_000_000;
const SHORT_START_EVENTS = 200_000;
const START_MS = 1_000;

function bytesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

export const disk: BenchCase = (context): Promise<BenchRow> =>
  withStage(async (stage) => {
    const events = context.short ? SHORT_DISK_EVENTS : DISK_EVENTS;
    await stage.topic(TOPIC);
    await stage.preload(TOPIC, events);
    await stage.server.kill('SIGTERM');
    const stored = bytesBelow(stage.server.dataDir) / events;
    return {
      name: 'disk',
      value: stored,
      unit: 'bytes/event',
      floor: EVENT_BYTES,
      ratio: stored / EVENT_BYTES,
      goal: `<= ${DISK_RATIO} of the payload`,
      pass: stored <= DISK_RATIO * EVENT_BYTES,
    };
  });

export const start: BenchCase = (context): Promise<BenchRow> =>
  withStage(async (stage) => {
    const startAgain = async () => {
      const times: number[] = [];
      for (let round = 0; round < context.rounds; round += 1) {
        const { code } = await stage.server.kill('SIGTERM');
        if (code !== 0) throw new Error(`The stop ended with code ${code}:\n${stage.server.output}`);
        await stage.server.restart();
        times.push(stage.server.readyMs);
      }
      return median(times);
    };
    await stage.topic(TOPIC);
    const floor = await startAgain();
    await stage.preload(TOPIC, context.short ? SHORT_START_EVENTS : START_EVENTS);
    const value = await startAgain();
    return {
      name: 'start',
      value,
      unit: 'ms',
      floor,
      ratio: value / floor,
      goal: `<= ${START_MS} ms to ready`,
      pass: value <= START_MS,
    };
  });
