// A fetch that waits for events: place the start ▸ wait until enough is readable, or the time is over ▸ fetch. A waiting poll
// is an entry in the watch of its partition and a timer; one that is due looks, and is answered, in a turn. Where there is no
// room for its answer it stands in line for it, until its time is over.
import type { EventLog } from '../engine/engine.js';
import { PosthornError } from '../errors/posthorn-error.js';
import { FETCH_DEFAULT_MAX_BYTES, WAITING_POLLS_MAX, WAITING_POLLS_RETRY_AFTER_MS } from '../model/limits.js';
import type { TopicName } from '../model/names.js';
import type { Timer } from '../model/timer.js';
import { tooMuchInFlight } from './answer-budget.js';
import { makeEnough } from './enough.js';
import type { FetchAnswer, Fetcher, FetchPlace, FetchRequest } from './fetch.js';
import type { LogWatch } from './log-watch.js';
import type { Turns } from './turns.js';

export type PollRequest = FetchRequest & {
  readonly waitMs: number;
  /** Bytes of values that end the wait; default 1: any event. */
  readonly minBytes?: number;
};

export type Poll = {
  /** Rejects as a fetch does; UNKNOWN_TOPIC_OR_PARTITION also where the topic is deleted meanwhile. To be released. */
  readonly answer: Promise<FetchAnswer>;
  /** The client has hung up: frees the place, the answer never comes. */
  readonly leave: () => void;
};

export type LongPolls = {
  /** @throws UNKNOWN_TOPIC_OR_PARTITION OFFSET_OUT_OF_RANGE NOT_ACCEPTABLE INVALID_REQUEST THROTTLING_QUOTA_EXCEEDED */
  poll(request: PollRequest): Poll;
  waiting(): number;
  /** Answers all that wait with what there is, and those that come from then on at once. */
  stop(): void;
};

export type LongPollsDeps = {
  readonly fetcher: Fetcher;
  readonly log: Pick<EventLog, 'read'>;
  readonly watch: Pick<LogWatch, 'partition'>;
  readonly turns: Turns;
  readonly timer: Timer;
  /** @throws UNKNOWN_TOPIC_OR_PARTITION */
  readonly lookupTopic: (name: string) => { readonly name: TopicName; readonly incarnation: number };
};

export function makeLongPolls(deps: LongPollsDeps): LongPolls {
  const { fetcher, log, watch, turns, timer, lookupTopic } = deps;
  const { line } = fetcher;
  /** What ends each wait. */
  const waiting = new Set<() => void>();
  let stopped = false;

  /** The answer, if there is room for it now. */
  const render = (request: PollRequest, wake?: () => void): FetchAnswer | undefined => {
    const answer = fetcher.fetchIfRoom(request, wake);
    turns.spend(answer?.bytes ?? request.maxBytes ?? FETCH_DEFAULT_MAX_BYTES);
    return answer;
  };

  const wait = (
    request: PollRequest,
    place: FetchPlace,
    enough: (place: FetchPlace) => boolean,
    isReady: boolean,
  ): Poll => {
    const { incarnation } = lookupTopic(request.topic);
    let leave = (): void => undefined;
    const answer = new Promise<FetchAnswer>((resolve, reject) => {
      /** True: the wait is over. */
      const settle = (over: boolean): boolean => {
        if (lookupTopic(request.topic).incarnation !== incarnation) throw createdAnew(place.topic);
        if (!over && !enough(fetcher.locate(request))) {
          line.leave(wake);
          return false;
        }
        if (!over && line.isBehind(wake)) return false;
        const answer = render(request, over ? undefined : wake);
        if (answer !== undefined) resolve(answer);
        else if (over) throw tooMuchInFlight();
        return answer !== undefined;
      };
      const turn = (over: boolean) => (): void => {
        try {
          if (!settle(over)) return;
        } catch (error) {
          reject(error);
        }
        leave();
      };
      const look = turn(false);
      const last = turn(true);
      const wake = (): void => turns.ask(look);
      const finish = (): void => turns.ask(last);
      waiting.add(finish);
      const unwatch = watch.partition(place.topic, place.partition, wake);
      // There was no room for its answer.
      if (isReady) wake();
      const disarm = timer(finish, request.waitMs);
      leave = () => {
        if (!waiting.delete(finish)) return;
        unwatch();
        disarm();
        line.leave(wake);
        for (const task of [look, last]) turns.forget(task);
      };
    });
    return { answer, leave };
  };

  return {
    poll: (asked) => {
      const place = fetcher.locate(asked);
      // The end moves while the poll waits for what comes behind it.
      const request: PollRequest =
        asked.start.kind === 'latest' ? { ...asked, start: { kind: 'offset', offset: place.offset } } : asked;
      if (stopped || request.waitMs === 0) return over(fetcher.fetch(request));
      const enough = makeEnough(log, request, turns.spend);
      const isReady = enough(place);
      const answer = isReady ? render(request) : undefined;
      if (answer !== undefined) return over(answer);
      if (waiting.size >= WAITING_POLLS_MAX) throw tooManyWaiting();
      return wait(request, place, enough, isReady);
    },
    waiting: () => waiting.size,
    stop: () => {
      stopped = true;
      for (const finish of waiting) finish();
    },
  };
}

function over(answer: FetchAnswer): Poll {
  return { answer: Promise.resolve(answer), leave: () => undefined };
}

function createdAnew(topic: TopicName): PosthornError {
  return new PosthornError(
    'UNKNOWN_TOPIC_OR_PARTITION',
    `Topic '${topic}' was deleted and created anew while the request waited: its offsets have begun again. ` +
      `Read the new one with from=earliest.`,
  );
}

function tooManyWaiting(): PosthornError {
  return new PosthornError(
    'THROTTLING_QUOTA_EXCEEDED',
    `${WAITING_POLLS_MAX} fetches wait for events already. Ask again a little later, or without waitMs.`,
    { retryAfterMs: WAITING_POLLS_RETRY_AFTER_MS },
  );
}
