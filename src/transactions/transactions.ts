// A transaction's way: decode ▸ plan ▸ commit. Events for several topics and offsets of several groups are one unit.
import { createHash } from 'node:crypto';
import type { UnitDedupe } from '../engine/dedupe.js';
import type { Engine, UnitResult } from '../engine/engine.js';
import { PosthornError } from '../errors/posthorn-error.js';
import { TRANSACTION_COMMIT_ATTEMPTS, TRANSACTION_DEDUPE_WINDOW_MS } from '../model/limits.js';
import type { AskedTransaction, ResultsInOrder } from './asked.js';
import { answerOf, type Note, type TransactionAnswer } from './note.js';
import { type Planners, planTransaction } from './plan.js';
import { readTransaction } from './transaction-body.js';

type TransactionRequest = {
  /** JSON. */
  readonly body: Buffer;
  readonly idempotencyKey?: string | undefined;
};

export type Transactions = {
  /** POST /v1/transactions. @throws the codes of the steps, and the engine's */
  commit(request: TransactionRequest): Promise<TransactionAnswer>;
};

type TransactionsDeps = Planners & {
  readonly engine: Pick<Engine, 'commit' | 'registry'>;
  readonly resultsInOrder: ResultsInOrder;
};

/** One scope for all: the same key with other topics or groups must be refused, too. */
const SCOPE = 'transactions';

function dedupeOf(key: string, body: Buffer): UnitDedupe {
  const fingerprint = createHash('sha256').update(body).digest('hex');
  return { scope: SCOPE, key, fingerprint, windowMs: TRANSACTION_DEDUPE_WINDOW_MS };
}

const isConflict = (error: unknown): boolean => error instanceof PosthornError && error.code === 'VERSION_CONFLICT';

export function makeTransactions(deps: TransactionsDeps): Transactions {
  const { engine, resultsInOrder } = deps;

  /** Offsets in a topic that was made anew would be read as those of other events. */
  const checkTopics = ({ produce }: Note): void => {
    const other = produce.find(({ topic, incarnation }) => {
      const now = engine.registry.get('topics', topic);
      return now !== undefined && now.incarnation !== incarnation;
    });
    if (other === undefined) return;
    throw new PosthornError(
      'IDEMPOTENCY_KEY_REUSED',
      `The transaction of this idempotency-key was committed, and its topic '${other.topic}' was deleted and made anew ` +
        'since. Nothing was written now: to run it once more send it with a new idempotency-key.',
    );
  };

  const answerRepeat = (first: UnitResult): TransactionAnswer => {
    const note = first.note as Note;
    checkTopics(note);
    return answerOf(note, first, resultsInOrder);
  };

  /**
   * What could be planned once may be refused now: the generation moved on, a topic is gone. The writer knows whether it
   * was committed, also where the first call is still on its way to it.
   */
  const answerRefused = async (refusal: unknown, dedupe: UnitDedupe | undefined): Promise<TransactionAnswer> => {
    if (dedupe === undefined || !(refusal instanceof PosthornError)) throw refusal;
    const first = await engine.commit({ dedupe: { ...dedupe, windowMs: 0 } });
    if (!first.duplicate) throw refusal;
    return answerRepeat(first);
  };

  const attempt = async (asked: AskedTransaction, body: Buffer, dedupe: UnitDedupe | undefined) => {
    let plan: ReturnType<typeof planTransaction>;
    try {
      plan = planTransaction(asked, body, deps);
    } catch (refusal) {
      return answerRefused(refusal, dedupe);
    }
    const { unit, note } = plan;
    const result = await engine.commit(dedupe === undefined ? unit : { dedupe: { ...dedupe, note }, ...unit });
    return result.duplicate ? answerRepeat(result) : answerOf(note, result, resultsInOrder);
  };

  return {
    async commit({ body, idempotencyKey }) {
      const asked = readTransaction(body);
      const dedupe = idempotencyKey === undefined ? undefined : dedupeOf(idempotencyKey, body);
      for (let left = TRANSACTION_COMMIT_ATTEMPTS; ; left -= 1) {
        try {
          return await attempt(asked, body, dedupe);
        } catch (error) {
          // A group or topic changed between plan and commit: judge it as it is now.
          if (left <= 1 || !isConflict(error)) throw error;
        }
      }
    },
  };
}
