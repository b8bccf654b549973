// Who has the group: a shared group against other hands on it, and a paused subscription that is pulled.
import { expect, test } from 'vitest';
import type { ParkedChange } from '#posthorn/engine/parked.js';
import { G, o, p, T } from '../../conformance/events.js';
import { offsets, receipts, setUpShared } from './shared-setting.js';

const lane = { group: G, topic: T, partition: p(0) };
const GROUP = { collection: 'groups', name: G } as const;
const park = (offset: number, more: object = {}): ParkedChange => ({
  ...{ kind: 'put', ...lane, offset: o(offset), lastOffset: o(offset), key: null },
  ...{ attempts: 1, firstAttemptAt: 1, nextAttemptAt: Number.MAX_SAFE_INTEGER },
  ...more,
});

test('what was decided on a group that somebody else has changed is decided again', async () => {
  const setting = await setUpShared();
  await setting.produce([0, 1, 2, 3]);
  await setting.fetch('a', { wanted: { maxEvents: 1, maxBytes: 1 } });
  const { body, version } = setting.engine().registry.get('groups', G) ?? {};
  setting.outside.before = async () => {
    // As a seek does.
    await setting.engine().commit({
      expect: [{ kind: 'version', ...GROUP, version: version ?? 0 }],
      documents: [{ ...GROUP, body }],
      offsets: [{ ...lane, committedOffset: o(2), inFlight: [] }],
      parked: [{ kind: 'clear', ...lane }],
    });
  };
  expect(offsets(await setting.fetch('b'))).toEqual([2, 3]);
  expect(setting.parked().map(({ offset }) => offset)).toEqual([2, 3]);
});

test('a group in exclusive mode, and a subscription that push serves, are refused', async () => {
  const setting = await setUpShared();
  await setting.engine().commit({ documents: [{ ...GROUP, body: { mode: 'exclusive', members: [] } }] });
  expect(() => setting.poll('a')).toThrow(expect.objectContaining({ code: 'INCONSISTENT_GROUP_PROTOCOL' }));
  setting.outside.subscription = { version: 1, state: 'active', receives: () => true, startOffset: () => 0 };
  expect(() => setting.poll('a')).toThrow(/POST \/v1\/subscriptions\/billing\/pause/);
  await expect(setting.settle({ ack: [] })).rejects.toMatchObject({ code: 'INCONSISTENT_GROUP_PROTOCOL' });
});

async function setUpPaused() {
  const setting = await setUpShared();
  await setting.produce(Array.from({ length: 20 }, (_, index) => index));
  await setting.engine().commit({
    documents: [{ collection: 'subscriptions', name: G, body: {} }],
    offsets: [{ ...lane, committedOffset: o(16), inFlight: [14] }],
    parked: [park(3), park(6, { lastOffset: o(9), attempts: 30 }), park(12, { key: 'k' })],
  });
  const version = setting.engine().registry.get('subscriptions', G)?.version ?? 0;
  const receives = (topic: string) => topic === T;
  setting.outside.subscription = { version, state: 'paused', receives, startOffset: () => 0 };
  return setting;
}

test('a paused subscription: what push left unfinished is due at once, batches event by event, then what is new', async () => {
  const setting = await setUpPaused();
  const share = await setting.fetch('a', { wanted: { maxEvents: 5, maxBytes: 1_000 } });
  expect(share.events.map(({ offset, attempt }) => [offset, attempt])).toEqual([
    [3, 2],
    [6, 31],
    [7, 31],
    [8, 31],
    [9, 31],
  ]);
  expect(setting.committed()).toEqual([16]);
  await setting.settle({ ack: receipts(share.events.slice(0, 2)) });
  const rest = await setting.fetch('b');
  expect(rest.events.map(({ offset, attempt }) => [offset, attempt])).toEqual([
    [12, 2],
    [14, 1],
    ...[16, 17, 18, 19].map((at) => [at, 1]),
  ]);
  expect(setting.engine().groups.progress(G)).toEqual([{ ...lane, committedOffset: 20, inFlight: [] }]);
  expect(setting.parked().map(({ offset, lastOffset }) => [offset, lastOffset])).toEqual(
    [7, 8, 9, 12, 14, 16, 17, 18, 19].map((at) => [at, at]),
  );
});

test('half of a batch that is handed out leaves the other half due, also over a restart', async () => {
  const setting = await setUpPaused();
  await setting.fetch('a', { wanted: { maxEvents: 3, maxBytes: 1_000 } });
  expect(setting.parked().map(({ offset, lastOffset, lease }) => [offset, lastOffset, lease])).toEqual([
    [3, 3, 'a'],
    [6, 6, 'a'],
    [7, 7, 'a'],
    [8, 9, undefined],
    [12, 12, undefined],
    [14, 14, undefined],
  ]);
  await setting.restart();
  expect(offsets(await setting.fetch('b'))).toEqual([8, 9, 12, 14, 16, 17, 18, 19]);
});

test('while push still has deliveries under way nothing is handed out', async () => {
  const setting = await setUpPaused();
  setting.outside.isResting = false;
  const waiting = setting.poll('a', { waitMs: 10_000 });
  expect((await setting.fetch('b')).events).toEqual([]);
  expect(setting.engine().registry.get('groups', G)).toBeUndefined();
  setting.outside.isResting = true;
  setting.time.pass(1_000);
  expect((await waiting.share).events).toHaveLength(11);
});

test('topics that the subscription does not receive are none of the group, prefixes are narrowed', async () => {
  const setting = await setUpPaused();
  await setting.makeTopic('orders.other', 1);
  expect(() => setting.poll('a', { topics: ['orders.other'] })).toThrow(
    expect.objectContaining({ code: 'UNKNOWN_TOPIC_OR_PARTITION' }),
  );
  const { assignment } = await setting.fetch('a', { topics: ['orders*'] });
  expect(assignment).toEqual([{ topic: T, partition: 0 }]);
});

test('a resume in between refuses what was decided before it', async () => {
  const setting = await setUpPaused();
  const { events } = await setting.fetch('a');
  const resume = async () => {
    await setting.engine().commit({ documents: [{ collection: 'subscriptions', name: G, body: { active: true } }] });
    setting.outside.subscription = { version: 2, state: 'active', receives: () => true, startOffset: () => 0 };
  };
  setting.outside.before = resume;
  await expect(setting.settle({ ack: receipts(events) })).rejects.toMatchObject({
    code: 'INCONSISTENT_GROUP_PROTOCOL',
  });
  expect(setting.parked()).toHaveLength(events.length);
});
