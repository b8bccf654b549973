// An attempt as the API shows it, in the list of a subscription and as an event of the topic _attempts.
import type { StoredAttempt } from './engine.js';

/** Fields without a value are left out, and the headers of its request and of the answer. */
export function attemptDocument(attempt: StoredAttempt): Record<string, unknown> {
  const { runs: _runs, requestHeaders: _request, responseHeaders: _response, ...shown } = attempt.detail ?? {};
  return documentOf(attempt, shown);
}

/** With everything that is known of it. */
export function wholeAttemptDocument(attempt: StoredAttempt): Record<string, unknown> {
  const { runs: _runs, ...shown } = attempt.detail ?? {};
  return documentOf(attempt, shown);
}

function documentOf({ id, group: _group, detail: _detail, ...attempt }: StoredAttempt, detail: object) {
  const { lastOffset, ...rest } = attempt;
  const all = { id: String(id), ...rest, ...(lastOffset === attempt.offset ? {} : { lastOffset }), ...detail };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}
