// `posthorn listen`: one stream from its beginning to its end. read ▸ forward ▸ print ▸ answer, as many at once as the server
// gives.
import type { Clock } from '../../model/clock.js';
import type { Timer } from '../../model/timer.js';
import { type AnswerQueue, makeAnswerQueue } from './answer-queue.js';
import type { BusCalls } from './bus-calls.js';
import type { Handed } from './delivery-line.js';
import type { Delivery, Forward } from './forward.js';
import { type ListenerState, readStream } from './stream-reader.js';

export type Attendance = {
  /** Resolves with the stream; `reason`: as the server gave it, absent where the stream just broke. @throws ServerRefusal ServerGone */
  readonly ended: Promise<{ readonly opened: boolean; readonly reason?: string }>;
  /** Takes nothing more, and ends when all that was taken is answered. */
  stop(): void;
  /** Ends now: what is under way is given back. */
  cut(): void;
};

export type AttendanceDeps = {
  readonly calls: BusCalls;
  readonly subscription: string;
  readonly takeover: boolean;
  readonly forward: Forward;
  readonly clock: Pick<Clock, 'now'>;
  readonly timer: Timer;
  /** Asked before each delivery; false: it is left to the server. */
  readonly mayTake: () => boolean;
  readonly opened: (state: ListenerState) => void;
  readonly changed: (state: ListenerState) => void;
  readonly handed: (handed: Handed) => void;
  readonly note: (text: string) => void;
};

export function attend(deps: AttendanceDeps): Attendance {
  const { calls, forward, clock, note } = deps;
  const path = `/v1/subscriptions/${encodeURIComponent(deps.subscription)}/listen`;
  const stream = new AbortController();
  const running = new Set<Promise<void>>();
  let queue: AnswerQueue | undefined;
  let opened = false;
  let stopping = false;

  const endWhenIdle = async (): Promise<void> => {
    if (!stopping || running.size > 0) return;
    await queue?.empty();
    stream.abort();
  };

  const hand = async (delivery: Delivery): Promise<void> => {
    const at = clock.now();
    const answer = await forward(delivery);
    deps.handed({ delivery, answer, at, durationMs: clock.now() - at });
    queue?.add({ answer, place: placeOf(delivery) });
  };
  const take = (delivery: Delivery): void => {
    if (stopping || !deps.mayTake()) return;
    const own: Promise<void> = hand(delivery).finally(() => {
      running.delete(own);
      void endWhenIdle();
    });
    running.add(own);
  };

  const open = (session: string): void => {
    opened = true;
    queue = makeAnswerQueue({
      ...{ call: calls.call, path: `${path}/${session}/answers` },
      late: (places) => note(`too late, and does not count: the answer to ${places.join(', ')}`),
      failed: (error) => {
        if (!stream.signal.aborted)
          note(`answers are lost, what they were for comes again: ${(error as Error).message}`);
        stream.abort();
      },
    });
  };

  const run = async (): Promise<{ readonly opened: boolean; readonly reason?: string }> => {
    const response = await calls.stream(`${path}${deps.takeover ? '?takeover=true' : ''}`, stream.signal);
    let reason: string | undefined;
    for await (const { event, data } of readStream(response, deps.timer)) {
      if (event === 'delivery') take(data);
      else if (event === 'open') {
        open(data.session);
        deps.opened(data);
      } else if (event === 'state') deps.changed(data);
      else reason = data.reason;
    }
    // The same deliveries come again: not beside those that still run.
    await Promise.all(running);
    return { opened, ...(reason === undefined ? {} : { reason }) };
  };

  const cut = (): void => stream.abort();
  return {
    ended: run(),
    stop: () => {
      stopping = true;
      void endWhenIdle();
    },
    cut,
  };
}

function placeOf({ headers }: Delivery): string {
  return `${headers['posthorn-topic']}/${headers['posthorn-partition']}/${headers['posthorn-offset']}`;
}
