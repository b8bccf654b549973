// All listeners as the API knows them: begun by a stream, answered by calls, ended by either side.
import { MessageChannel } from 'node:worker_threads';
import { PosthornError } from '../../errors/posthorn-error.js';
import type { Clock } from '../../model/clock.js';
import { LISTENERS_MAX, LISTENERS_RETRY_AFTER_MS } from '../../model/listen-limits.js';
import type { Timer } from '../../model/timer.js';
import { parseAnswers } from './answers-body.js';
import type { ListenerSink } from './listener-output.js';
import { type ListenerSession, listenerNotFound, makeListenerSession } from './listener-session.js';
import type { ListenRequest } from './listeners.js';

export type ListenerSessions = {
  /**
   * `connect` is called once the listener is attached and gives where its frames go. Nothing is written before that.
   * @throws LISTENER_ATTACHED SUBSCRIPTION_NOT_FOUND THROTTLING_QUOTA_EXCEEDED
   */
  open(
    subscription: string,
    options: { readonly takeover: boolean },
    connect: () => ListenerSink,
  ): Promise<Pick<ListenerSession, 'drained' | 'leave'>>;
  /** @throws INVALID_REQUEST LISTENER_NOT_FOUND */
  answer(subscription: string, session: string, body: unknown): Promise<ListenerTaken>;
  /** When the subscription's listener came, ms since the epoch; undefined: it has none. */
  since(subscription: string): number | undefined;
  /** Ends all streams. */
  stop(): void;
};

/** `late`: ids of deliveries that nothing waits for any more: timed out, given back, or answered before. */
export type ListenerTaken = { readonly taken: number; readonly late: readonly number[] };

export type ListenerSessionsDeps = {
  readonly listen: (request: ListenRequest) => void;
  readonly clock: Pick<Clock, 'now' | 'uuid'>;
  readonly timer: Timer;
};

type Known = { readonly session: ListenerSession; readonly since: number };

export function makeListenerSessions({ listen, clock, timer }: ListenerSessionsDeps): ListenerSessions {
  const sessions = new Map<string, ListenerSession>();
  const attached = new Map<string, Known>();

  const begin = (subscription: string, takeover: boolean): ListenerSession => {
    if (sessions.size >= LISTENERS_MAX) throw tooMany();
    const id = clock.uuid();
    const { port1: port, port2 } = new MessageChannel();
    const over = (): void => {
      sessions.delete(id);
      if (attached.get(subscription)?.session === session) attached.delete(subscription);
    };
    const session = makeListenerSession({ session: id, subscription, port, timer, over });
    sessions.set(id, session);
    listen({ subscription, takeover, port: port2 });
    return session;
  };

  return {
    open: async (subscription, { takeover }, connect) => {
      const session = begin(subscription, takeover);
      await session.attached;
      attached.set(subscription, { session, since: clock.now() });
      session.start(connect());
      return session;
    },
    answer: async (subscription, id, body) => {
      const answers = parseAnswers(body);
      const session = sessions.get(id);
      if (session?.subscription !== subscription) throw listenerNotFound(subscription);
      const late = await session.answer(answers);
      return { taken: answers.length - late.length, late };
    },
    since: (subscription) => attached.get(subscription)?.since,
    stop: () => {
      for (const session of [...sessions.values()]) session.leave();
    },
  };
}

function tooMany(): PosthornError {
  return new PosthornError(
    'THROTTLING_QUOTA_EXCEEDED',
    `${LISTENERS_MAX} listeners are attached already. Begin this one again a little later, or end another.`,
    { retryAfterMs: LISTENERS_RETRY_AFTER_MS },
  );
}
