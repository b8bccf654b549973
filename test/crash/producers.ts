// The load of the crash test: producers that write keyed, numbered events in every way that can be repeated safely.
import { setTimeout as pause } from 'node:timers/promises';
import type { HttpAnswer, HttpClient } from '../harness/http.js';
import type { Fact, Sent } from './history.js';

export const TOPIC = 'crash';
const RETRY_PAUSE_MS = 20;
const BEHIND_PAUSE_MS = 5;
const KEYS_A_PRODUCER = 5;
const BATCH_EVENTS = 4;
const PLAIN_SHARE = 0.3;
const BATCH_SHARE = 0.3;

type Placed = { readonly partition: number; readonly offset: number };

export type ProducersDeps = {
  readonly client: HttpClient;
  readonly random: () => number;
  readonly record: (fact: Fact) => void;
  /** True: what was written has to be delivered first. */
  readonly isBehind: () => boolean;
  /** Aborted: finish what is open, begin nothing. */
  readonly signal: AbortSignal;
};

/** An answer that a caller may not repeat blindly is a fault of the server or of the test. */
function check(answer: HttpAnswer): HttpAnswer {
  if (answer.status >= 300 && answer.status < 500 && answer.status !== 429) {
    throw new Error(`Produce was refused: ${answer.status} ${answer.text}`);
  }
  return answer;
}

/** undefined: nobody knows whether it was written. */
async function once(send: () => Promise<HttpAnswer>): Promise<HttpAnswer | undefined> {
  const answer = await send().catch(() => undefined);
  return answer === undefined || check(answer).status >= 300 ? undefined : answer;
}

async function untilAnswered(send: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
  for (;;) {
    const answer = await once(send);
    if (answer !== undefined) return answer;
    await pause(RETRY_PAUSE_MS);
  }
}

function makeProducer({ client, random, record, isBehind, signal }: ProducersDeps, name: string) {
  const sequences = new Map<string, number>();
  const keys = Array.from({ length: KEYS_A_PRODUCER }, (_, index) => `${name}-k${index}`);

  const next = (deduped: boolean): Sent => {
    const key = keys[Math.floor(random() * keys.length)] ?? name;
    const sequence = (sequences.get(key) ?? 0) + 1;
    sequences.set(key, sequence);
    const sent: Sent = {
      kind: 'sent',
      key,
      sequence,
      value: `{"key":"${key}","sequence": ${sequence}, "big":9007199254740993}`,
      dedupeKey: deduped ? `${key}#${sequence}` : null,
    };
    record(sent);
    return sent;
  };

  const acknowledge = (event: Sent, { partition, offset }: Placed) =>
    record({ ...event, kind: 'acknowledged', partition, offset });

  const sendOne = (event: Sent) => () =>
    client.send('POST', `/v1/topics/${TOPIC}/events`, event.value, {
      'content-type': 'application/json',
      'posthorn-key': event.key,
      ...(event.dedupeKey === null ? {} : { 'idempotency-key': event.dedupeKey }),
    });

  /** Sent once: after a cut connection it may or may not be stored, but never twice. */
  const plain = async () => {
    const event = next(false);
    const answer = await once(sendOne(event));
    if (answer === undefined) await pause(RETRY_PAUSE_MS);
    else acknowledge(event, answer.json<Placed>());
  };

  const idempotent = async () => {
    const event = next(true);
    acknowledge(event, (await untilAnswered(sendOne(event))).json<Placed>());
  };

  const batch = async () => {
    const events = Array.from({ length: BATCH_EVENTS }, () => next(true));
    const members = events.map(
      (event) => `{"value":${event.value},"key":"${event.key}","dedupeKey":"${event.dedupeKey}"}`,
    );
    const body = `{"events":[${members.join(',')}]}`;
    const answer = await untilAnswered(() =>
      client.send('POST', `/v1/topics/${TOPIC}/batches`, body, { 'content-type': 'application/json' }),
    );
    const { results } = answer.json<{ results: readonly Placed[] }>();
    events.forEach((event, index) => {
      const placed = results[index];
      if (placed === undefined) throw new Error(`The batch answered no result for event ${index}: ${answer.text}`);
      acknowledge(event, placed);
    });
  };

  return async () => {
    while (!signal.aborted) {
      const choice = random();
      if (isBehind()) await pause(BEHIND_PAUSE_MS);
      else if (choice < PLAIN_SHARE) await plain();
      else if (choice < PLAIN_SHARE + BATCH_SHARE) await batch();
      else await idempotent();
    }
  };
}

/** Resolves when the signal was aborted and every producer has its last answer. */
export async function runProducers(deps: ProducersDeps, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, index) => makeProducer(deps, `p${index}`)()));
}
