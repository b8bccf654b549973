// One endpoint of a thousand that hangs, flaps, or answers after ten seconds: what the others notice of it.
import { eventually } from '../../test/harness/eventually.js';
import type { BenchCase, BenchContext, BenchRow } from '../bench-case.js';
import type { OpenLoopJob } from '../load/open-loop.js';
import { median } from '../load/percentile.js';
import type { Mood } from '../load/receiver.js';
import { EVENT_BYTES } from '../sample-events.js';
import { type Stage, type StageReceiver, withStage } from '../stage.js';

const TOPIC = 'bench';
const SUBSCRIPTIONS = 1_000;
const SHORT_SUBSCRIPTIONS = 100;
/** Each is a delivery to all of them. */
const PER_SECOND = 2;
const LEAST_MS = 5_000;
const MAKING = 16;
const TIMES_BASELINE = 1.5;
const TIMEOUT_MS = 60_000;
const MOODS = ['hang', 'flap', 'slow'] as const satisfies readonly Mood[];

const BAD = 'bench-bad';

function subscribe(stage: Stage, name: string, port: number, index: number): Promise<void> {
  const endpoint = { url: `http://127.0.0.1:${port}/hook/${index}` };
  return stage.subscribe(name, { topics: [TOPIC], endpoint, start: 'latest' });
}

/** Of the well ones, ms. */
async function p99Of(stage: Stage, receiver: StageReceiver, sender: ReturnType<Stage['child']>, job: Job) {
  await receiver.reset();
  const { others, durationMs } = job;
  const asked: OpenLoopJob = {
    port: stage.server.port,
    path: `/v1/topics/${TOPIC}/events`,
    perSecond: PER_SECOND,
    durationMs,
    eventBytes: EVENT_BYTES,
  };
  const { sent } = await sender.ask<{ sent: number }>(asked);
  const seen = await eventually(
    async () => {
      const count = await receiver.count();
      return count.samples >= sent * others ? count : false;
    },
    { timeoutMs: TIMEOUT_MS },
  );
  return seen.p99Ms;
}

type Job = { readonly others: number; readonly durationMs: number };

async function compare(stage: Stage, context: BenchContext) {
  const receiver = await stage.receiver();
  const sender = stage.child('load/open-loop.js');
  await stage.topic(TOPIC);
  const others = (context.short ? SHORT_SUBSCRIPTIONS : SUBSCRIPTIONS) - 1;
  let next = 0;
  const make = async () => {
    while (next < others) {
      const index = next++;
      await subscribe(stage, `bench-${index}`, receiver.port, index);
    }
  };
  await Promise.all(Array.from({ length: MAKING }, make));
  const durationMs = context.short ? context.durationMs : Math.max(LEAST_MS, context.durationMs);
  const p99 = () => p99Of(stage, receiver, sender, { others, durationMs });
  // The first events open the connections.
  await p99();
  const found: Record<'well' | (typeof MOODS)[number], number[]> = { well: [], hang: [], flap: [], slow: [] };
  for (let round = 1; round <= context.rounds; round += 1) {
    found.well.push(await p99());
    for (const mood of MOODS) {
      const port = await receiver.listen({ mood });
      await subscribe(stage, BAD, port, others);
      found[mood].push(await p99());
      await stage.unsubscribe(BAD);
      await receiver.close(port);
    }
    const line = Object.entries(found).map(([mood, values]) => `${mood} ${Math.round(values.at(-1) ?? 0)}`);
    context.log(`round ${round}: p99 ms ${line.join(', ')}`);
  }
  return { well: median(found.well), bad: MOODS.map((mood) => ({ mood, p99: median(found[mood]) })), others };
}

export const slowEndpoints: BenchCase = (context): Promise<BenchRow> =>
  withStage(async (stage) => {
    const { well, bad, others } = await compare(stage, context);
    const value = Math.max(...bad.map(({ p99 }) => p99));
    const each = bad.map(({ mood, p99 }) => `${mood} ${p99.toFixed(1)}`).join(', ');
    return {
      name: 'slow-endpoints',
      unit: 'ms p99',
      value,
      floor: well,
      ratio: value / well,
      goal: `p99 of the others <= ${TIMES_BASELINE} of it without the bad one`,
      pass: value <= TIMES_BASELINE * well,
      also: `of ${others} beside one that is bad: ${each}`,
    };
  });
