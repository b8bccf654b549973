// One topic, received by one subscription up to a thousand: an append is read once, whoever waits for it, so that a delivery
// costs the same however many there are.
import { eventually } from '../../test/harness/eventually.js';
import type { BenchCase, BenchContext, BenchRow } from '../bench-case.js';
import { alternate } from '../measure.js';
import { sampleLines } from '../sample-events.js';
import { type Stage, type StageReceiver, withStage } from '../stage.js';

const LEVELS = [1, 10, 100, 1_000] as const;
const SHORT_LEVELS = [1, 10, 100] as const;
/** Of all subscriptions together; each sends at least one request at a time. */
const IN_FLIGHT = 64;
/** Deliveries of one round, and the appends that bring them about. */
const DELIVERIES = 40_000;
const SHORT_DELIVERIES = 4_000;
const APPENDS = 4;
const MAKING = 16;
const RATIO = 0.7;
const TIMEOUT_MS = 120_000;

type Level = { readonly subscriptions: number; readonly topic: string };

async function makeLevel(stage: Stage, port: number, subscriptions: number): Promise<Level> {
  const topic = `to-${subscriptions}`;
  await stage.topic(topic);
  let next = 0;
  const subscribe = async () => {
    while (next < subscriptions) {
      const index = next++;
      await stage.subscribe(`${topic}-${index}`, {
        topics: [topic],
        endpoint: { url: `http://127.0.0.1:${port}/hook/${index}` },
        maxInFlight: Math.max(1, Math.floor(IN_FLIGHT / subscriptions)),
      });
    }
  };
  await Promise.all(Array.from({ length: MAKING }, subscribe));
  return { subscriptions, topic };
}

/** Deliveries/s, from the first append to the last delivery. */
async function deliver(stage: Stage, receiver: StageReceiver, { subscriptions, topic }: Level, deliveries: number) {
  await receiver.reset();
  const events = Math.max(1, Math.ceil(deliveries / APPENDS / subscriptions));
  const body = sampleLines(events);
  const began = (await receiver.count()).atMs;
  for (let append = 0; append < APPENDS; append += 1) {
    const headers = { 'content-type': 'application/x-ndjson' };
    const answer = await stage.client.send('POST', `/v1/topics/${topic}/events`, body, headers);
    if (answer.status !== 200) throw new Error(answer.text);
  }
  const awaited = events * APPENDS * subscriptions;
  const ended = await eventually(
    async () => {
      const seen = await receiver.count();
      return seen.requests >= awaited ? seen : false;
    },
    { timeoutMs: TIMEOUT_MS },
  );
  return awaited / ((ended.atMs - began) / 1_000);
}

async function growth(stage: Stage, context: BenchContext) {
  const receiver = await stage.receiver();
  const deliveries = context.short ? SHORT_DELIVERIES : DELIVERIES;
  const levels: Level[] = [];
  for (const count of context.short ? SHORT_LEVELS : LEVELS) levels.push(await makeLevel(stage, receiver.port, count));
  const rateOf = (level: Level) => deliver(stage, receiver, level, deliveries);
  const [one, ...others] = levels as [Level, ...Level[]];
  const most = others.at(-1) ?? one;
  const steps: string[] = [];
  // The first round opens the connections.
  for (const level of levels) await rateOf(level);
  for (const level of levels) steps.push(`${level.subscriptions}: ${Math.round(await rateOf(level))}`);
  const compared = await alternate(
    context,
    () => rateOf(most),
    () => rateOf(one),
  );
  return { compared, most: most.subscriptions, steps };
}

export const fanOut: BenchCase = (context): Promise<BenchRow> =>
  withStage(async (stage) => {
    const { compared, most, steps } = await growth(stage, context);
    return {
      name: 'fan-out',
      unit: 'deliveries/s',
      ...compared,
      goal: `>= ${RATIO} of the rate to one subscription`,
      pass: compared.ratio >= RATIO,
      also: `to ${most} subscriptions; by their number: ${steps.join(', ')}`,
    };
  });
