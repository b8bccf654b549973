// A hundred thousand deliveries that wait for their next attempt: what they take in memory, and what a start takes that finds
// them.
import { eventually } from '../../test/harness/eventually.js';
import type { BenchCase, BenchContext, BenchRow } from '../bench-case.js';
import { median } from '../load/percentile.js';
import { processorSeconds, residentMb } from '../process-figures.js';
import { type Stage, withStage } from '../stage.js';

const TOPIC = 'bench';
/** A lane parks 10,000 at most. */
const SUBSCRIPTIONS = 10;
const EVENTS = 10_000;
const SHORT_EVENTS = 1_000;
const HOUR_MS = 3_600_000;
const START_MS = 1_000;
const TIMES_MEMORY = 2;
const TIMEOUT_MS = 180_000;

/** `cpuSeconds`: of all threads, until it was ready. */
type Figures = { readonly startMs: number; readonly cpuSeconds: number; readonly memoryMb: number };

async function restarted(stage: Stage, context: BenchContext): Promise<Figures> {
  const starts: number[] = [];
  const cpus: number[] = [];
  const memories: number[] = [];
  for (let round = 1; round <= context.rounds; round += 1) {
    await stage.server.kill('SIGTERM');
    await stage.server.restart();
    starts.push(stage.server.readyMs);
    cpus.push(processorSeconds(stage.server.pid));
    memories.push(residentMb(stage.server.pid));
  }
  return { startMs: median(starts), cpuSeconds: median(cpus), memoryMb: median(memories) };
}

type Described = { readonly items: readonly { readonly offsets: readonly { readonly parked: number }[] }[] };

async function parkedNow(stage: Stage): Promise<number> {
  const { items } = (await stage.client.get('/v1/subscriptions?limit=100')).json<Described>();
  return items.reduce((sum, { offsets }) => sum + offsets.reduce((part, { parked }) => part + parked, 0), 0);
}

async function measure(stage: Stage, context: BenchContext) {
  const receiver = await stage.receiver();
  const port = await receiver.listen({ mood: 'refuse' });
  await stage.topic(TOPIC);
  for (let index = 0; index < SUBSCRIPTIONS; index += 1) {
    await stage.subscribe(`bench-${index}`, {
      topics: [TOPIC],
      endpoint: { url: `http://127.0.0.1:${port}/hook/${index}` },
      retry: { scheduleMs: [HOUR_MS], jitter: 0 },
    });
  }
  const without = await restarted(stage, context);
  const events = context.short ? SHORT_EVENTS : EVENTS;
  await stage.preload(TOPIC, events);
  const parked = events * SUBSCRIPTIONS;
  await eventually(async () => (await parkedNow(stage)) >= parked, { timeoutMs: TIMEOUT_MS });
  context.log(`${parked} parked, RSS ${Math.round(residentMb(stage.server.pid))} MB when the last one was`);
  const found = await restarted(stage, context);
  const still = await parkedNow(stage);
  if (still !== parked) throw new Error(`${still} of ${parked} are parked after the restarts.`);
  return { parked, without, found };
}

export const parked: BenchCase = (context): Promise<BenchRow> =>
  withStage(async (stage) => {
    const { parked: count, without, found } = await measure(stage, context);
    return {
      name: 'parked',
      unit: 'ms',
      value: found.startMs,
      floor: without.startMs,
      ratio: found.startMs / without.startMs,
      goal: `<= ${START_MS} ms to ready, and RSS <= ${TIMES_MEMORY} x that without them`,
      pass: found.startMs <= START_MS && found.memoryMb <= TIMES_MEMORY * without.memoryMb,
      also:
        `${count} parked; processor time to ready ${found.cpuSeconds.toFixed(2)} s beside ${without.cpuSeconds.toFixed(2)} s, RSS ` +
        `after the start ${Math.round(found.memoryMb)} beside ${Math.round(without.memoryMb)} MB`,
    };
  });
