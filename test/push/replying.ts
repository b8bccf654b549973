// Topic `orders`, and an endpoint that answers into `invoices`: what the tests of replies have in common.
import { eventually } from '../harness/eventually.js';
import type { HttpClient } from '../harness/http.js';
import type { Answer } from '../harness/receiver.js';
import { FAST_RETRY, type PushSetting, setUpPush } from './set-up.js';

export type Stored = {
  readonly offset: number;
  readonly key: string | null;
  readonly value: unknown;
  readonly headers: Readonly<Record<string, string>>;
};

export async function eventsOf(client: HttpClient, topic: string, partition = 0): Promise<readonly Stored[]> {
  const answer = await client.get(`/v1/topics/${topic}/partitions/${partition}/events?offset=0`);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json<{ events: Stored[] }>().events;
}

export const json = (value: unknown): Answer => ({
  headers: { 'content-type': 'application/json' },
  body: typeof value === 'string' ? value : JSON.stringify(value),
});
export const produce = (...events: readonly object[]): Answer => json({ produce: events });

export const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** Topic `orders` answered into `invoices`. */
export async function setUpReplies(
  replies: object = { topics: ['invoices'] },
  body: object = {},
): Promise<PushSetting> {
  const push = await setUpPush();
  await push.client.put('/v1/topics/invoices', {});
  await push.subscribe('billing', { ...FAST_RETRY, start: 'earliest', replies, ...body });
  return push;
}

export const idle = (push: PushSetting) =>
  eventually(async () => {
    const { offsets } = await push.describe('billing');
    return offsets.every(({ lag, parked }) => lag === 0 && parked === 0);
  });
