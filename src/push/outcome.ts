// `deliver()`, step classify: what became of one request, and what is to be done about it. Pure.
import type { AttemptDurations } from '../engine/attempt-detail.js';
import type { AttemptPhase } from '../engine/engine.js';
import { type Answer, answerHeader } from './answer.js';
import { type Acked, UNSAID } from './prefix/acked-through.js';

/** What the sender saw. */
export type SendResult =
  | Answer
  | {
      readonly kind: 'failure';
      readonly phase: AttemptPhase;
      readonly text: string;
      /** Where there was an answer. */
      readonly status?: number;
      readonly durations?: AttemptDurations;
    };

/** Whoever was to hand it over is gone: nothing came of it, and no attempt was made. */
export type Recalled = 'recalled';

export type Verdict =
  /** Delivered. */
  | { readonly kind: 'acknowledged' }
  /** Try again by the schedule; `retryAfter` is what the endpoint asked for. */
  | { readonly kind: 'retry'; readonly retryAfter: string | null }
  /** The endpoint is there and says no: few attempts. */
  | { readonly kind: 'client-error' }
  /** The endpoint is there and took it, but answered with events that can't be appended: try again by the schedule. */
  | { readonly kind: 'bad-reply' }
  /** The endpoint is gone for good: pause the subscription. */
  | { readonly kind: 'gone' };

const RETRIED_CLIENT_ERRORS: readonly number[] = [408, 409, 425, 429];

/** @param acked what the answer says of a batch: it goes before its status, but for 410 */
export function classify(result: SendResult, acked: Acked = UNSAID): Verdict {
  if (acked.kind === 'all') return { kind: 'acknowledged' };
  switch (result.kind) {
    case 'failure':
      return result.phase === 'reply' ? { kind: 'bad-reply' } : { kind: 'retry', retryAfter: null };
    case 'response':
      if (acked.kind !== 'unsaid' && isSuccess(result)) return retryOf(result);
      return classifyAnswer(result);
    default:
      return result satisfies never;
  }
}

function classifyAnswer(answer: Answer): Verdict {
  const { status } = answer;
  if (isSuccess(answer)) return { kind: 'acknowledged' };
  if (status === 410) return { kind: 'gone' };
  if (status >= 400 && status < 500 && !RETRIED_CLIENT_ERRORS.includes(status)) return { kind: 'client-error' };
  return retryOf(answer);
}

function retryOf(answer: Answer): Verdict {
  return { kind: 'retry', retryAfter: answerHeader(answer, 'retry-after') };
}

export function isSuccess(result: SendResult): boolean {
  return result.kind === 'response' && result.status >= 200 && result.status < 300;
}
