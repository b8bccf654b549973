// Calls of groups as the tests make them.
import { expect } from 'vitest';
import type { HttpAnswer, HttpClient } from '../harness/http.js';

export type FetchedEvent = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly value: unknown;
};

export type Fetched = {
  readonly memberId: string;
  readonly generation: number;
  readonly assignment: readonly { readonly topic: string; readonly partition: number }[];
  readonly positions: readonly { readonly topic: string; readonly partition: number; readonly offset: number }[];
  readonly events: readonly FetchedEvent[];
};

export type Described = {
  readonly state: string;
  readonly mode: string;
  readonly generation: number;
  readonly members: readonly { readonly memberId: string; readonly assignment: readonly unknown[] }[];
  readonly offsets: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly committedOffset: number;
    readonly lag: number;
    readonly lost: number;
  }[];
};

export function groupClient(http: HttpClient, group: string, topics: readonly string[] = ['orders']) {
  const path = `/v1/groups/${group}`;
  const ask = (body: object): Promise<HttpAnswer> => http.post(`${path}/fetch`, body);
  const describe = async () => (await http.get(path)).json<Described>();
  return {
    path,
    /** As it is: status and body. */
    ask,
    fetch: async (body: object = {}): Promise<Fetched> => {
      const answer = await ask({ topics, start: 'earliest', waitMs: 0, ...body });
      expect([answer.status, answer.text]).toMatchObject([200, expect.anything()]);
      return answer.json();
    },
    commit: (body: object) => http.post(`${path}/offsets`, body),
    describe,
    committed: async () => (await describe()).offsets.map(({ committedOffset }) => committedOffset),
  };
}

export const placesOf = ({ assignment }: Pick<Fetched, 'assignment'>): string[] =>
  assignment.map(({ topic, partition }) => `${topic}/${partition}`);

export const offsetsOf = ({ events }: Pick<Fetched, 'events'>): string[] =>
  events.map(({ partition, offset }) => `${partition}:${offset}`);
