// A hundred thousand deliveries that wait for their next attempt: a start finds them all, and sends what is due.
import { expect, test } from 'vitest';
import type { ParkedChange } from '#posthorn/engine/parked.js';
import type { GroupName, Offset, PartitionIndex, TopicName } from '#posthorn/model/names.js';
import { eventually } from '../harness/eventually.js';
import { type PushSetting, setUpPush } from './set-up.js';

const NAMES = Array.from({ length: 10 }, (_, nth) => `s${nth}`);
/** As many as one lane parks. */
const EVENTS = 10_000;
const HOUR_MS = 3_600_000;
/** Of each subscription's. */
const DUE = 100;
const TIMEOUT_MS = 120_000;

/** As if the first attempt of each event had failed. */
async function park({ server }: PushSetting, name: string): Promise<void> {
  const place = { group: name as GroupName, topic: 'orders' as TopicName, partition: 0 as PartitionIndex };
  const now = Date.now();
  const parked = Array.from({ length: EVENTS }, (_, offset): ParkedChange => {
    const at = { offset: offset as Offset, lastOffset: offset as Offset };
    const nextAttemptAt = offset < DUE ? now : now + HOUR_MS;
    return { kind: 'put', ...place, ...at, key: `k${offset}`, attempts: 1, firstAttemptAt: now, nextAttemptAt };
  });
  const offsets = [{ ...place, committedOffset: EVENTS as Offset, inFlight: [] }];
  await server.bus.engine.commit({ offsets, parked });
}

const parkedIn = async (push: PushSetting) => {
  const all = await Promise.all(NAMES.map((name) => push.describe(name)));
  return all.reduce((sum, { offsets }) => sum + offsets.reduce((part, { parked }) => part + parked, 0), 0);
};

test(
  'all of them are there after a restart, and none is sent before its time or twice',
  async () => {
    const first = await setUpPush();
    const events = Array.from({ length: EVENTS }, (_, nth) => ({ value: nth, key: `k${nth}` }));
    expect((await first.client.post('/v1/topics/orders/batches', { events })).status).toBe(200);
    for (const name of NAMES) {
      await first.subscribe(name);
      await first.client.post(`/v1/subscriptions/${name}/pause`);
      await park(first, name);
    }
    expect(await parkedIn(first)).toBe(NAMES.length * EVENTS);
    for (const name of NAMES) await first.client.post(`/v1/subscriptions/${name}/resume`);
    const due = NAMES.length * DUE;
    const left = NAMES.length * (EVENTS - DUE);
    await first.receiver.waitFor(due);
    await eventually(async () => (await parkedIn(first)) === left);

    const second = await first.restart();
    expect(await parkedIn(second)).toBe(left);
    // What comes now is not held up by what waits.
    await second.produce('new', 'new');
    await second.receiver.waitFor(due + NAMES.length);
    const sent = second.receiver.requests.map(({ path, headers }) => `${path} ${headers['posthorn-offset']}`);
    expect(new Set(sent).size).toBe(due + NAMES.length);
    expect(sent.filter((one) => one.endsWith(` ${EVENTS}`))).toHaveLength(NAMES.length);
    const later = second.receiver.requests.filter(({ headers }) => Number(headers['posthorn-offset']) >= DUE);
    expect(later).toHaveLength(NAMES.length);
    expect(await parkedIn(second)).toBe(left);
  },
  TIMEOUT_MS,
);
