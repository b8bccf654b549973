// Events of which every tenth passes a filter, and what an endpoint got of them.
import { expect } from 'vitest';
import type { HttpClient } from '../harness/http.js';
import type { ReceivedRequest } from '../harness/receiver.js';

/** Every tenth event passes: 0, 10, 20, ... */
export const TENTH = { filter: { match: { '/tenth': true } } };
export const NEVER = { filter: { match: { '/n': -1 } } };

export async function produce(client: HttpClient, from: number, to: number) {
  const lines: string[] = [];
  for (let n = from; n < to; n += 1) lines.push(`{"n":${n},"tenth":${n % 10 === 0}}`);
  const answer = await client.send('POST', '/v1/topics/orders/events', lines.join('\n'), {
    'content-type': 'application/x-ndjson',
  });
  expect(answer.status, answer.text).toBe(200);
}

export const upTo = (end: number, step = 1) =>
  Array.from({ length: Math.ceil(end / step) }, (_, index) => index * step);
export const numbersIn = ({ body }: ReceivedRequest) =>
  body
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { n: number }).n);
export const header = ({ headers }: ReceivedRequest, name: string) => headers[`posthorn-${name}`];
export const inOrder = (requests: readonly ReceivedRequest[]) =>
  requests.toSorted((a, b) => Number(header(a, 'offset')) - Number(header(b, 'offset')));
