// `deliver()`, step classify: what became of one request, and what is to be done about it. Pure.
import type { AttemptPhase } from '../engine/engine.js';
import { type Answer, answerHeader } from './answer.js';

/** What the sender saw. */
export type SendResult = Answer | { readonly kind: 'failure'; readonly phase: AttemptPhase; readonly text: string };

export type Verdict =
  /** Delivered. */
  | { readonly kind: 'acknowledged' }
  /** Try again by the schedule; `retryAfter` is what the endpoint asked for. */
  | { readonly kind: 'retry'; readonly retryAfter: string | null }
  /** The endpoint is there and says no: few attempts. */
  | { readonly kind: 'client-error' }
  /** The endpoint is gone for good: pause the subscription. */
  | { readonly kind: 'gone' };

const RETRIED_CLIENT_ERRORS: readonly number[] = [408, 409, 425, 429];

export function classify(result: SendResult): Verdict {
  switch (result.kind) {
    case 'failure':
      return { kind: 'retry', retryAfter: null };
    case 'response':
      return classifyAnswer(result);
    default:
      return result satisfies never;
  }
}

function classifyAnswer(answer: Answer): Verdict {
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: 'acknowledged' };
  if (status === 410) return { kind: 'gone' };
  if (status >= 400 && status < 500 && !RETRIED_CLIENT_ERRORS.includes(status)) return { kind: 'client-error' };
  return { kind: 'retry', retryAfter: answerHeader(answer, 'retry-after') };
}
