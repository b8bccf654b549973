// Dead letters for the tests of redrives: a subscription whose endpoint refuses what it is told to.
import { expect } from 'vitest';
import { eventually } from '../harness/eventually.js';
import type { HttpClient } from '../harness/http.js';
import type { ReceivedRequest } from '../harness/receiver.js';
import type { PushSetting } from './set-up.js';

export type Letter = {
  readonly offset: number;
  readonly at: number;
  readonly key?: string;
  readonly origin: { readonly topic: string; readonly partition: number; readonly offset: number };
  readonly redriven?: { readonly state: string; readonly redrive: string };
} & Readonly<Record<string, unknown>>;

/** 4xx: the endpoint is not taken for down however often it refuses. */
export const ONE_RETRY = { retry: { scheduleMs: [1], jitter: 0, clientErrorAttempts: 2 } };

export const offsetOf = ({ headers }: ReceivedRequest): number => Number(headers['posthorn-offset']);

export async function letters(client: HttpClient, query = '', name = 's'): Promise<{ items: Letter[]; next?: string }> {
  const answer = await client.get(`/v1/subscriptions/${name}/dead-letters${query}`);
  expect(answer.status).toBe(200);
  return answer.json();
}

/** Produces `values` (key `k<n % keys>`), all of which become dead letters of `s`. */
export async function makeLetters(setting: PushSetting, count: number, body: object = {}, keys = 3): Promise<void> {
  setting.receiver.respond(400);
  await setting.subscribe('s', { ...ONE_RETRY, ...body });
  const events = Array.from({ length: count }, (_, n) => ({ value: { n }, key: `k${n % keys}` }));
  await setting.client.post('/v1/topics/orders/batches', { events });
  await eventually(async () => expect((await setting.client.get('/v1/topics/s.dlt')).status).toBe(200));
  await eventually(async () => expect((await letters(setting.client, '?limit=1000')).items).toHaveLength(count), {
    timeoutMs: 20_000,
  });
  setting.receiver.clear();
  setting.receiver.respond(200);
}

export type Begun = {
  readonly redrive: string;
  readonly events: number;
  readonly skipped: { readonly delivered: number; readonly running: number };
};

export async function redrive(client: HttpClient, body: object = {}, query = ''): Promise<Begun> {
  const answer = await client.post(`/v1/subscriptions/s/redrive${query}`, body);
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  return answer.json();
}

export async function through({ client }: Pick<PushSetting, 'client'>): Promise<void> {
  await eventually(
    async () => expect((await client.get('/v1/subscriptions/s')).json<{ redrives: unknown[] }>().redrives).toEqual([]),
    { timeoutMs: 20_000 },
  );
}
