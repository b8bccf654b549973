// An attempt as the API shows it, in the list of a subscription and as an event of the topic _attempts.
import type { StoredAttempt } from './engine.js';

/** Fields without a value are left out. */
export function attemptDocument({ id, group: _group, ...attempt }: StoredAttempt): Record<string, unknown> {
  const { lastOffset, ...rest } = attempt;
  const all = { id: String(id), ...rest, ...(lastOffset === attempt.offset ? {} : { lastOffset }) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}
