// Calls to groups and transactions on the wire: what is sent, and what the answers say.
import { groupBy } from '../crash/group-by.js';
import type { HttpAnswer, HttpClient } from '../harness/http.js';
import type { Request } from './caller.js';
import { idsIn, textOf } from './event-text.js';
import type { CommitCall, Partition, PollCall, Position, Stretch, TransactCall } from './history.js';
import { partitionOf, partsOf } from './log-calls.js';

const JSON_TYPE = { 'content-type': 'application/json' };

type WirePlace = { readonly topic: string; readonly partition: number };
type WireOffset = WirePlace & { readonly offset: number };
type WireEvent = WireOffset & { readonly value?: unknown };

const onWire = ({ partition, offset }: Position): WireOffset => ({ ...partsOf(partition), offset });
const placeOf = ({ topic, partition }: WirePlace): Partition => partitionOf(topic, partition);

export type Membership = {
  readonly topics: readonly string[];
  readonly waitMs: number;
  readonly maxEvents: number;
  readonly sessionTimeoutMs: number;
};

type Polled = {
  readonly memberId: string;
  readonly generation: number;
  readonly assignment: readonly WirePlace[];
  readonly positions: readonly WireOffset[];
  readonly events: readonly WireEvent[];
};

function stretchesOf(answer: HttpAnswer, events: readonly WireEvent[]): Stretch[] {
  const ids = idsIn(answer.text, events);
  const seen = events.map((event, index) => ({ event, id: ids[index] ?? '' }));
  return [...groupBy(seen, ({ event }) => placeOf(event))].map(([partition, own]) => ({
    partition,
    events: own.map(({ event, id }) => [event.offset, id] as const),
  }));
}

export function pollRequest(client: HttpClient, call: PollCall, membership: Membership): Request<'poll'> {
  const { group, commit, ...identity } = call;
  const body = {
    ...membership,
    ...identity,
    start: 'earliest',
    ...(commit === false ? {} : { commit: commit === true ? true : commit.map(onWire) }),
  };
  return {
    kind: 'poll',
    call,
    send: (signal) => client.send('POST', `/v1/groups/${group}/fetch`, JSON.stringify(body), JSON_TYPE, signal),
    read: (answer) => {
      const { memberId, generation, assignment, positions, events } = answer.json<Polled>();
      return {
        memberId,
        generation,
        assignment: assignment.map(placeOf),
        positions: positions.map((position) => ({ partition: placeOf(position), offset: position.offset })),
        handed: stretchesOf(answer, events),
      };
    },
  };
}

export function commitRequest(client: HttpClient, call: CommitCall): Request<'commit'> {
  const { group, memberId, generation, offsets } = call;
  const body = JSON.stringify({ memberId, generation, offsets: offsets.map(onWire) });
  return {
    kind: 'commit',
    call,
    send: (signal) => client.send('POST', `/v1/groups/${group}/offsets`, body, JSON_TYPE, signal),
    read: () => ({}),
  };
}

export function leaveRequest(client: HttpClient, group: string, memberId: string): Request<'leave'> {
  return {
    kind: 'leave',
    call: { group, memberId },
    send: (signal) => client.send('DELETE', `/v1/groups/${group}/members/${memberId}`, undefined, {}, signal),
    read: () => ({}),
  };
}

type Described = { readonly offsets: readonly (WirePlace & { committedOffset: number; highWatermark: number })[] };

export function describeRequest(client: HttpClient, group: string): Request<'describe'> {
  return {
    kind: 'describe',
    call: { group },
    send: (signal) => client.send('GET', `/v1/groups/${group}`, undefined, {}, signal),
    read: (answer) => {
      const { offsets } = answer.json<Described>();
      return {
        committed: offsets.map((one) => ({ partition: placeOf(one), offset: one.committedOffset })),
        watermarks: offsets.map((one) => ({ partition: placeOf(one), offset: one.highWatermark })),
      };
    },
  };
}

type Transacted = {
  readonly produce: readonly { readonly topic: string; readonly results: readonly Omit<WireOffset, 'topic'>[] }[];
  readonly duplicate: boolean;
};

export function transactRequest(client: HttpClient, call: TransactCall): Request<'transact'> {
  const produce = call.produce.map(({ topic, ids }) => {
    const events = ids.map((id) => `{"value":${textOf(id)}}`);
    return `{"topic":"${topic}","events":[${events.join(',')}]}`;
  });
  const commit = call.commit === undefined ? undefined : [{ ...call.commit, offsets: call.commit.offsets.map(onWire) }];
  const body = `{"produce":[${produce.join(',')}]${commit === undefined ? '' : `,"commit":${JSON.stringify(commit)}`}}`;
  const headers = { ...JSON_TYPE, 'idempotency-key': call.unit };
  return {
    kind: 'transact',
    call,
    send: (signal) => client.send('POST', '/v1/transactions', body, headers, signal),
    read: (answer) => {
      const { produce: produced, duplicate } = answer.json<Transacted>();
      const placed = produced.flatMap(({ topic, results }) =>
        results.map(({ partition, offset }) => ({ partition: partitionOf(topic, partition), offset })),
      );
      return { placed, duplicate };
    },
  };
}
