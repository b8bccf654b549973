// `deliver()`, step classify: what became of one request, and what is to be done about it. Pure.
import type { AttemptPhase } from '../engine/engine.js';

/** What the sender saw. */
export type SendResult =
  | {
      readonly kind: 'response';
      readonly status: number;
      /** The `retry-after` header as it came. */
      readonly retryAfter: string | null;
      readonly text: string | null;
    }
  | { readonly kind: 'failure'; readonly phase: AttemptPhase; readonly text: string };

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
      return classifyStatus(result.status, result.retryAfter);
    default:
      return result satisfies never;
  }
}

function classifyStatus(status: number, retryAfter: string | null): Verdict {
  if (status >= 200 && status < 300) return { kind: 'acknowledged' };
  if (status === 410) return { kind: 'gone' };
  if (status >= 400 && status < 500 && !RETRIED_CLIENT_ERRORS.includes(status)) return { kind: 'client-error' };
  return { kind: 'retry', retryAfter };
}
