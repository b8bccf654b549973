// GET /v1/subscriptions/{name}/attempts, and one of them: what was sent, and what came of it; and to send it once more.
import { attemptDocument, wholeAttemptDocument } from '../../engine/attempt-document.js';
import type { AttemptSearch } from '../../engine/attempt-search.js';
import type { Document, Engine, StoredAttempt } from '../../engine/engine.js';
import { PosthornError } from '../../errors/posthorn-error.js';
import { ATTEMPTS_DEFAULT_LIMIT } from '../../model/attempt-limits.js';
import type { Clock } from '../../model/clock.js';
import type { GroupName } from '../../model/names.js';
import type { Replays } from '../replays.js';
import { planResend, type ResendAnswer } from './resend.js';

export type AttemptQuery = AttemptSearch & { readonly after?: string; readonly limit?: number };

export type AttemptItems = { readonly items: readonly Record<string, unknown>[]; readonly next?: string };

export type AttemptCalls = {
  /** Newest first. A page may hold fewer than `limit`, even none, and have a `next`. */
  attempts(name: string, query: AttemptQuery): AttemptItems;
  /** @throws ATTEMPT_NOT_FOUND */
  attempt(name: string, id: string): Record<string, unknown>;
  /** The same events under the same webhook-id, once. @throws ATTEMPT_NOT_FOUND OFFSET_OUT_OF_RANGE */
  resend(name: string, id: string): Promise<ResendAnswer>;
};

export type AttemptCallsDeps = {
  readonly engine: Pick<Engine, 'attempts' | 'log' | 'registry'>;
  readonly clock: Pick<Clock, 'now' | 'uuid'>;
  /** The subscription as it is now. */
  readonly find: (name: string) => Document;
  readonly replays: Pick<Replays, 'start'>;
};

export function makeAttemptCalls({ engine, clock, find, replays }: AttemptCallsDeps): AttemptCalls {
  return {
    attempts: (name, { after, limit = ATTEMPTS_DEFAULT_LIMIT, ...search }) => {
      const before = after === undefined ? {} : { before: parseAfter(after) };
      const { items, next } = engine.attempts.list(find(name).name as GroupName, { limit, search, ...before });
      const shown = items.map(attemptDocument);
      return next === undefined ? { items: shown } : { items: shown, next: String(next) };
    },
    attempt: (name, id) => wholeAttemptDocument(findAttempt(engine, find(name), id)),
    resend: async (name, id) => {
      const { answer, record, parts } = planResend(engine, clock, findAttempt(engine, find(name), id));
      await replays.start(() => find(name), record, parts);
      return answer;
    },
  };
}

/** @throws ATTEMPT_NOT_FOUND */
function findAttempt({ attempts }: Pick<Engine, 'attempts'>, { name }: Document, id: string): StoredAttempt {
  const found = isAttemptId(id) ? attempts.get(name as GroupName, Number(id)) : undefined;
  if (found !== undefined) return found;
  throw new PosthornError(
    'ATTEMPT_NOT_FOUND',
    `Subscription '${name}' has no attempt '${id.slice(0, 80)}': it is too old to be kept, or never was. ` +
      `GET /v1/subscriptions/${name}/attempts lists those that there are.`,
  );
}

function parseAfter(after: string): number {
  if (isAttemptId(after)) return Number(after);
  throw new PosthornError(
    'INVALID_REQUEST',
    "The query field 'after' is no attempt id: use `next` of the page before.",
  );
}

function isAttemptId(text: string): boolean {
  return /^\d{1,15}$/.test(text);
}
