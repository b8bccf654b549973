// The main thread's end of one listener: deliveries become frames of its stream, answers go back to the push thread.
import type { MessagePort } from 'node:worker_threads';
import { PosthornError } from '../../errors/posthorn-error.js';
import type { Timer } from '../../model/timer.js';
import { deliveryFrame, endedFrame, openedFrame, stateFrame } from './listener-frames.js';
import { type ListenerSink, makeListenerOutput } from './listener-output.js';
import {
  deliverySize,
  type FromListener,
  type ListenedState,
  type ListenerAnswer,
  type ToListener,
} from './listener-protocol.js';

export type ListenerSession = {
  readonly subscription: string;
  /** Rejects where the push thread has refused it. */
  readonly attached: Promise<void>;
  /** Nothing is written before. */
  start(sink: ListenerSink): void;
  drained(): void;
  /** @returns ids that nothing waited for any more. @throws LISTENER_NOT_FOUND where it has ended, or ends meanwhile */
  answer(answers: readonly ListenerAnswer[]): Promise<readonly number[]>;
  /** The client is gone, or is to go. */
  leave(): void;
};

export type ListenerSessionDeps = {
  readonly session: string;
  readonly subscription: string;
  readonly port: MessagePort;
  readonly timer: Timer;
  /** Called once. */
  readonly over: () => void;
};

type Asked = { readonly resolve: (late: readonly number[]) => void; readonly reject: (error: Error) => void };

export function makeListenerSession(deps: ListenerSessionDeps): ListenerSession {
  const { session, subscription, port } = deps;
  const asked = new Map<number, Asked>();
  let lastAsked = 0;
  let isOver = false;
  let settle: { readonly admit: () => void; readonly refuse: (error: Error) => void } | undefined;
  const attached = new Promise<void>((admit, refuse) => {
    settle = { admit, refuse };
  });
  attached.catch(() => undefined);

  const say = (message: FromListener): void => port.postMessage(message);
  const output = makeListenerOutput(deps.timer, (bytes) => say({ kind: 'written', bytes }));

  const finish = (): void => {
    if (isOver) return;
    isOver = true;
    port.close();
    const gone = listenerNotFound(subscription);
    settle?.refuse(gone);
    for (const { reject } of asked.values()) reject(gone);
    asked.clear();
    output.end();
    deps.over();
  };

  port.on('message', (message: ToListener) => {
    if (isOver) return;
    switch (message.kind) {
      case 'attached':
        settle?.admit();
        return output.write(openedFrame({ session, subscription, ...shown(message) }));
      case 'refused':
        settle?.refuse(PosthornError.fromWire(message.error));
        return finish();
      case 'state':
        return output.write(stateFrame(shown(message)));
      case 'delivery':
        return output.write(deliveryFrame(message), deliverySize(message));
      case 'taken':
        asked.get(message.asked)?.resolve(message.late);
        return void asked.delete(message.asked);
      case 'ended':
        output.write(endedFrame(message.why));
        return finish();
      default:
        return message satisfies never;
    }
  });
  port.on('close', finish);

  return {
    subscription,
    attached,
    start: output.start,
    drained: output.drained,
    answer: (answers) => {
      if (isOver) return Promise.reject(listenerNotFound(subscription));
      lastAsked += 1;
      const own = lastAsked;
      return new Promise((resolve, reject) => {
        asked.set(own, { resolve, reject });
        say({ kind: 'answers', asked: own, answers });
      });
    },
    leave: () => {
      if (isOver) return;
      say({ kind: 'leave' });
      finish();
    },
  };
}

export function listenerNotFound(subscription: string): PosthornError {
  const call = `GET /v1/subscriptions/${subscription}/listen`;
  const detail =
    `Subscription '${subscription}' has no such listener, or no longer: what it had under way is given back. ` +
    `Begin a new one with ${call}, or posthorn listen --subscription ${subscription} --forward URL.`;
  return new PosthornError('LISTENER_NOT_FOUND', detail);
}

function shown({ state, reason }: ListenedState) {
  return { state, ...(reason === null ? {} : { reason }) };
}
