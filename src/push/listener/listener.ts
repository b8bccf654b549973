// One attached listener, in the push thread: what a subscription's deliveries are sent to instead of the endpoint's URL. An
// answer is whatever its client says came of the delivery; where the client goes away, nothing came of it.
import type { MessagePort } from 'node:worker_threads';
import { RESPONSE_KEPT_BYTES } from '../../model/limits.js';
import { LISTENER_UNWRITTEN_MAX_BYTES } from '../../model/listen-limits.js';
import type { Timer } from '../../model/timer.js';
import type { Message } from '../delivery.js';
import type { RunnerDeps } from '../runner-deps.js';
import {
  deliverySize,
  type ListenedState,
  type ListenerAnswer,
  type ListenerDelivery,
  type ListenerEnd,
  type ToListener,
} from './listener-protocol.js';

export type Listener = {
  readonly send: RunnerDeps['send'];
  /** @returns ids that nothing waits for any more */
  answered(answers: readonly ListenerAnswer[]): number[];
  /** Its connection has taken so many bytes. */
  written(bytes: number): void;
  tell(state: ListenedState): void;
  /** Gives everything back that is under way: no attempt is used up. */
  end(why: ListenerEnd | undefined): void;
};

type Done = Parameters<RunnerDeps['send']>[2];
type Flight = { readonly done: Done; readonly stopClock: () => void };
type Waiting = Pick<ListenerDelivery, 'id' | 'timeoutMs' | 'keptBytes'> & {
  readonly delivery: Message;
};

export type ListenerDeps = {
  readonly port: Pick<MessagePort, 'postMessage' | 'close'>;
  readonly timer: Timer;
};

export function makeListener({ port, timer }: ListenerDeps): Listener {
  const flights = new Map<number, Flight>();
  /** Not given to its connection yet: that has enough to take. */
  let waiting: Waiting[] = [];
  let unwritten = 0;
  let lastId = 0;
  let isOver = false;
  let told = '';

  const say = (message: ToListener, transfer: readonly ArrayBuffer[] = []): void => port.postMessage(message, transfer);

  const end = (why: ListenerEnd | undefined): void => {
    if (isOver) return;
    isOver = true;
    if (why !== undefined) say({ kind: 'ended', why });
    port.close();
    const recalled = [...flights.values()];
    flights.clear();
    waiting = [];
    for (const { done, stopClock } of recalled) {
      stopClock();
      done('recalled');
    }
  };

  const finish = (id: number, result: Parameters<Done>[0]): boolean => {
    const flight = flights.get(id);
    if (flight === undefined) return false;
    flights.delete(id);
    flight.stopClock();
    flight.done(result);
    return true;
  };

  const flush = (): void => {
    while (unwritten < LISTENER_UNWRITTEN_MAX_BYTES) {
      const next = waiting.shift();
      if (next === undefined) return;
      if (!flights.has(next.id)) continue;
      const { delivery, ...limits } = next;
      // A view of it would take the whole read along that it is part of.
      const body = new Uint8Array(delivery.body);
      unwritten += deliverySize({ body });
      const { headers } = delivery;
      say({ kind: 'delivery', ...limits, headers, body }, [body.buffer]);
    }
  };

  return {
    send: ({ endpoint: { timeoutMs } }, delivery, done, keptBytes = RESPONSE_KEPT_BYTES) => {
      if (isOver) {
        // Later: whoever sends gives it back at once and may send it again.
        setImmediate(done, 'recalled');
        return;
      }
      lastId += 1;
      const id = lastId;
      const text = `the listener gave no answer within ${timeoutMs} ms`;
      const stopClock = timer(() => finish(id, { kind: 'failure', phase: 'timeout', text }), timeoutMs);
      flights.set(id, { done, stopClock });
      waiting.push({ id, timeoutMs, keptBytes, delivery });
      flush();
    },
    answered: (answers) => answers.filter(({ id, result }) => !finish(id, result)).map(({ id }) => id),
    written: (bytes) => {
      unwritten -= bytes;
      if (!isOver) flush();
    },
    tell: (is) => {
      const text = JSON.stringify(is);
      if (isOver || text === told) return;
      say({ kind: told === '' ? 'attached' : 'state', ...is });
      told = text;
    },
    end,
  };
}
