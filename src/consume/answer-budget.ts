// What large answers on their way to clients hold together. It is asked before an answer is built; who can wait for room
// stands in line for it, and is woken when it is its turn.
import { PosthornError } from '../errors/posthorn-error.js';
import {
  ANSWER_BUILT_FIRST_BYTES,
  ANSWER_SINGLE_PIECE_BYTES,
  ANSWERS_IN_FLIGHT_MAX_BYTES,
  ANSWERS_IN_FLIGHT_RETRY_AFTER_MS,
} from '../model/limits.js';

/** Once the answer is sent, or its client is gone: gives back what it holds. */
export type Held = { readonly release: () => void };

export type AnswerBudget = {
  /**
   * Builds an answer of about `estimate` bytes; from then on its real size counts. Undefined: there is no room, nothing is
   * held. With `wake` the asker then stands in line, and is to ask again each time that `wake` is called.
   */
  build<A extends { readonly bytes: number }>(
    estimate: number,
    render: () => A,
    wake?: () => void,
  ): (A & Held) | undefined;
  /** Stands in line, and somebody else comes first: asking again is of no use yet. */
  isBehind(wake: () => void): boolean;
  leave(wake: () => void): void;
};

export function makeAnswerBudget(maxBytes = ANSWERS_IN_FLIGHT_MAX_BYTES): AnswerBudget {
  const line = new Set<() => void>();
  let inFlightBytes = 0;

  const first = (): (() => void) | undefined => line.values().next().value;
  const hasRoom = (bytes: number, wake: (() => void) | undefined): boolean => {
    if (bytes <= ANSWER_SINGLE_PIECE_BYTES) return true;
    const isNext = wake === undefined || line.size === 0 || first() === wake;
    return isNext && (inFlightBytes === 0 || inFlightBytes + bytes <= maxBytes);
  };
  const hold = (bytes: number): (() => void) => {
    let held = bytes <= ANSWER_SINGLE_PIECE_BYTES ? 0 : bytes;
    inFlightBytes += held;
    return () => {
      if (held === 0) return;
      inFlightBytes -= held;
      held = 0;
      first()?.();
    };
  };
  const leave = (wake: () => void): void => {
    const wasFirst = first() === wake;
    if (line.delete(wake) && wasFirst) first()?.();
  };

  return {
    build: (estimate, render, wake) => {
      const isSmall = estimate <= ANSWER_BUILT_FIRST_BYTES;
      if (isSmall || hasRoom(estimate, wake)) {
        const answer = render();
        if (!isSmall || hasRoom(answer.bytes, wake)) {
          const release = hold(answer.bytes);
          if (wake !== undefined) leave(wake);
          return { ...answer, release };
        }
      }
      if (wake !== undefined) line.add(wake);
      return undefined;
    },
    isBehind: (wake) => line.has(wake) && first() !== wake,
    leave,
  };
}

export function tooMuchInFlight(): PosthornError {
  return new PosthornError(
    'THROTTLING_QUOTA_EXCEEDED',
    'Too many large answers wait for slow clients. Fetch again a little later, or with a smaller maxBytes.',
    { retryAfterMs: ANSWERS_IN_FLIGHT_RETRY_AFTER_MS },
  );
}
