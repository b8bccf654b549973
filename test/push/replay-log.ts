// What a receiver got, told apart by replay and live flow; and the calls that begin replays.
import type { HttpClient } from '../harness/http.js';
import type { ReceivedRequest } from '../harness/receiver.js';

export const number = ({ headers }: ReceivedRequest, name: string): number => Number(headers[`posthorn-${name}`]);
export const offsetsOf = (requests: readonly ReceivedRequest[]): number[] =>
  requests.map((one) => number(one, 'offset'));
export const ascending = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);
export const upTo = (end: number, from = 0): number[] => Array.from({ length: end - from }, (_, index) => from + index);

/** `id` undefined: the live flow. */
export function partOf(requests: readonly ReceivedRequest[], id: string | undefined): ReceivedRequest[] {
  return requests.filter(({ headers }) => headers['posthorn-replay'] === id);
}

export const acknowledged = (requests: readonly ReceivedRequest[]): ReceivedRequest[] =>
  requests.filter(({ answer }) => answer?.status === 200);

export type ReplayBegun = {
  readonly dryRun: boolean;
  readonly replay: string;
  readonly replayed: number;
  readonly ranges: readonly object[];
};

/** Of partition 0 of the topic orders. */
export async function replay(
  client: HttpClient,
  from: number,
  to: number,
  subscription = 's',
  query = '',
): Promise<ReplayBegun> {
  const at = (offset: number) => ({ offsets: [{ topic: 'orders', partition: 0, offset }] });
  const range = { from: at(from), to: at(to) };
  const answer = await client.post(`/v1/subscriptions/${subscription}/seek${query}`, { range });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json();
}

/** So many values, all in one request: their offsets are their values where nothing else was produced. */
export async function produceLines(client: HttpClient, from: number, to: number, query = ''): Promise<void> {
  const lines = upTo(to, from).join('\n');
  const json = { 'content-type': 'application/x-ndjson' };
  const answer = await client.send('POST', `/v1/topics/orders/events${query}`, lines, json);
  if (answer.status !== 200) throw new Error(answer.text);
}
