// `posthorn listen`: answers on their way back to the server. One call at a time takes all that have come by then.
import { LISTEN_ANSWERS_TARGET_BYTES, LISTENER_MAX_ANSWERS } from '../../model/listen-limits.js';
import type { BusCalls } from './bus-calls.js';
import type { Answer } from './forward.js';

/** `place`: topic, partition and offset of its delivery, to be read by people. */
type Told = { readonly answer: Answer; readonly place: string };

export type AnswerQueue = {
  add(item: Told): void;
  /** Resolves when everything has been told, or can't be. */
  empty(): Promise<void>;
};

export type AnswerQueueDeps = {
  readonly call: BusCalls['call'];
  readonly path: string;
  /** The server waits no more for these: they count for nothing. */
  readonly late: (places: readonly string[]) => void;
  /** The listener is gone, or its server: nothing of what is left is told. */
  readonly failed: (error: unknown) => void;
};

export function makeAnswerQueue({ call, path, late, failed }: AnswerQueueDeps): AnswerQueue {
  let queue: Told[] = [];
  let running: Promise<void> | undefined;
  let isOver = false;

  const next = (): Told[] => {
    let bytes = 0;
    let count = 0;
    while (count < queue.length && count < LISTENER_MAX_ANSWERS && bytes < LISTEN_ANSWERS_TARGET_BYTES) {
      bytes += JSON.stringify(queue[count]?.answer).length;
      count += 1;
    }
    return queue.splice(0, count);
  };
  const run = async (): Promise<void> => {
    try {
      while (queue.length > 0) {
        const items = next();
        const answers = items.map(({ answer }) => answer);
        const { late: ids } = (await call('POST', path, { answers })) as { readonly late: readonly number[] };
        if (ids.length > 0) late(items.filter(({ answer }) => ids.includes(answer.id)).map(({ place }) => place));
      }
    } catch (error) {
      isOver = true;
      queue = [];
      failed(error);
    }
    running = undefined;
  };

  return {
    add: (item) => {
      if (isOver) return;
      queue.push(item);
      running ??= run();
    },
    empty: () => running ?? Promise.resolve(),
  };
}
