// Calls of workers that share a group's partitions, on the wire.
import type { HttpClient } from '../harness/http.js';
import type { Request } from './caller.js';
import { idsIn } from './event-text.js';
import type { LeaseCall, Receipt, SettleCall } from './history.js';
import { partitionOf, partsOf } from './log-calls.js';

const JSON_TYPE = { 'content-type': 'application/json' };
/** More than any event can need: none becomes a dead letter. */
const MAX_ATTEMPTS = 1_000;

type WireEvent = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly attempt: number;
  readonly value?: unknown;
};

export type Wanted = { readonly topics: readonly string[]; readonly maxEvents: number; readonly waitMs: number };

export function leaseRequest(client: HttpClient, call: LeaseCall, wanted: Wanted): Request<'lease'> {
  const { group, ...own } = call;
  const body = JSON.stringify({ mode: 'shared', start: 'earliest', maxAttempts: MAX_ATTEMPTS, ...own, ...wanted });
  return {
    kind: 'lease',
    call,
    send: (signal) => client.send('POST', `/v1/groups/${group}/fetch`, body, JSON_TYPE, signal),
    read: (answer) => {
      const { events } = answer.json<{ events: readonly WireEvent[] }>();
      const ids = idsIn(answer.text, events);
      const leased = events.map(({ topic, partition, offset, attempt }, index) => ({
        ...{ partition: partitionOf(topic, partition), offset, id: ids[index] ?? '', attempt },
      }));
      return { leased };
    },
  };
}

const onWire = ({ partition, offset, attempt }: Receipt) => ({ ...partsOf(partition), offset, attempt });

/** `delayMs`: until what is given back may be handed out again. */
export function settleRequest(client: HttpClient, call: SettleCall, delayMs: number): Request<'settle'> {
  const nack = call.nack.map((receipt) => ({ ...onWire(receipt), delayMs }));
  const body = JSON.stringify({ ack: call.ack.map(onWire), nack });
  return {
    kind: 'settle',
    call,
    send: (signal) => client.send('POST', `/v1/groups/${call.group}/acknowledge`, body, JSON_TYPE, signal),
    read: () => ({}),
  };
}
