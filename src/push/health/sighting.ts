// `deliver()`, after classify: what one answer says of the endpoint, beside what it says of the delivery. Pure.
import { isSuccess, type SendResult, type Verdict } from '../outcome.js';
import { retryAfterAt } from '../retry.js';
import type { Sighting } from './endpoint-health.js';

const OVERLOAD_STATUSES: readonly number[] = [429, 503];

/** @param tookPart the endpoint took the first events of a batch: with a status of success it is well, though the rest failed */
export function sightingOf(
  result: SendResult,
  verdict: Verdict,
  tookPart: boolean,
  durationMs: number,
  now: number,
): Sighting {
  const took = Math.max(0, durationMs);
  switch (verdict.kind) {
    case 'acknowledged':
      return { result: 'success', overload: false, durationMs: took, askedAt: null };
    case 'gone':
    case 'client-error':
    case 'bad-reply':
      return { result: 'refused', overload: false, durationMs: took, askedAt: null };
    case 'retry':
      return {
        result: tookPart && isSuccess(result) ? 'success' : 'failure',
        overload: result.kind === 'failure' ? result.phase === 'timeout' : OVERLOAD_STATUSES.includes(result.status),
        durationMs: took,
        askedAt: retryAfterAt(verdict.retryAfter, now),
      };
    default:
      return verdict satisfies never;
  }
}
