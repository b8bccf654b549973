// Ten thousand subscriptions with nothing to do.
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchCase, BenchRow } from '../bench-case.js';
import { processorSeconds, residentMb } from '../process-figures.js';
import { withStage } from '../stage.js';

const TOPIC = 'bench';
const SUBSCRIPTIONS = 10_000;
const SHORT_SUBSCRIPTIONS = 500;
const IN_FLIGHT = 16;
/** V8 collects what ten thousand calls have left in a few passes of 0.3 s, the last ones within a minute. */
const SETTLE_MS = 60_000;
const WATCH_MS = 20_000;
const SHORT_WATCH_MS = 2_000;
const CPU_PERCENT = 1;
const RSS_MB = 300;

export const idleSubscriptions: BenchCase = (context): Promise<BenchRow> =>
  withStage(async (stage) => {
    await stage.topic(TOPIC);
    const count = context.short ? SHORT_SUBSCRIPTIONS : SUBSCRIPTIONS;
    let next = 0;
    const subscribe = async () => {
      while (next < count) {
        const index = next++;
        await stage.subscribe(`idle-${index}`, {
          topics: [TOPIC],
          endpoint: { url: `http://127.0.0.1:9/hook/${index}` },
        });
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, subscribe));
    context.log(`${count} subscriptions made`);
    await pause(context.short ? context.warmUpMs : SETTLE_MS);
    const watchMs = context.short ? SHORT_WATCH_MS : WATCH_MS;
    const before = processorSeconds(stage.server.pid);
    await pause(watchMs);
    const value = ((processorSeconds(stage.server.pid) - before) / (watchMs / 1_000)) * 100;
    const memory = residentMb(stage.server.pid);
    return {
      name: 'idle-subscriptions',
      value,
      unit: '% CPU',
      floor: null,
      ratio: null,
      goal: `<= ${CPU_PERCENT} % CPU and <= ${RSS_MB} MB RSS`,
      pass: value <= CPU_PERCENT && memory <= RSS_MB,
      also: `${Math.round(memory)} MB RSS`,
    };
  });
