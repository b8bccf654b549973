// plan ▸ every topic's events and every group's offsets are judged, and become one unit or one refusal that names all
// wrong events.
import type { CommitUnit, Expectation } from '../engine/engine.js';
import { type ErrorPlace, PosthornError } from '../errors/posthorn-error.js';
import { PRODUCE_MAX_PLACES } from '../model/limits.js';
import type { AskedEvents, AskedTransaction, PlanCommit, PlanEvents, PlannedCommit, PlannedEvents } from './asked.js';
import type { Note } from './note.js';

export type Planners = { readonly planEvents: PlanEvents; readonly planCommit: PlanCommit };
export type TransactionPlan = { readonly unit: CommitUnit; readonly note: Note };

/** The same refusal, its places as paths into the transaction. */
function refusedAt(path: string, error: PosthornError): PosthornError {
  const { code, message, members, retryAfterMs } = error;
  const errors =
    error.errors.length === 0
      ? [{ path, message }]
      : error.errors.map((place) => ({ ...place, path: `${path}${place.path ?? ''}` }));
  return new PosthornError(code, message, {
    errors,
    members,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function attempt<T>(path: string, plan: () => T, onRefusal: (error: PosthornError) => void): T | undefined {
  try {
    return plan();
  } catch (error) {
    if (!(error instanceof PosthornError)) throw error;
    if (error.errors[0]?.index === undefined) throw refusedAt(path, error);
    onRefusal(error);
    return undefined;
  }
}

/** Gathers the wrong events of all topics. */
function makeEventFaults() {
  const places: ErrorPlace[] = [];
  let code: PosthornError['code'] | undefined;
  let total = 0;
  return {
    add(path: string, error: PosthornError): void {
      code ??= error.code;
      const count = error.members['errorCount'];
      total += typeof count === 'number' ? count : error.errors.length;
      for (const { index, path: inside = '', message } of error.errors) {
        if (places.length < PRODUCE_MAX_PLACES) places.push({ path: `${path}/events/${index}${inside}`, message });
      }
    },
    raise(): void {
      const [first] = places;
      if (code === undefined || first === undefined) return;
      const more = total === 1 ? '' : ` ${total} places are wrong.`;
      const detail = `${first.path}: ${first.message}.${more} Nothing was written: mend what errors lists and send it again.`;
      throw new PosthornError(code, detail, {
        errors: places,
        ...(total > places.length ? { members: { errorCount: total } } : {}),
      });
    },
  };
}

function planAllEvents(asked: readonly AskedEvents[], body: Buffer, planEvents: PlanEvents): PlannedEvents[] {
  const faults = makeEventFaults();
  const plans = asked.map((entry, nth) => {
    const path = `/produce/${nth}`;
    return attempt(
      path,
      () => planEvents({ ...entry, body }),
      (error) => faults.add(path, error),
    );
  });
  faults.raise();
  return plans.filter((plan) => plan !== undefined);
}

/** Its events were judged by the schema and the partitions of this topic, not of a later one of its name. */
const sameTopic = ({ topic, incarnation }: PlannedEvents): Expectation => ({
  ...{ kind: 'incarnation', collection: 'topics', name: topic, incarnation },
});

/** @throws the codes of the planners, with paths into the transaction */
export function planTransaction(asked: AskedTransaction, body: Buffer, planners: Planners): TransactionPlan {
  const events = planAllEvents(asked.produce, body, planners.planEvents);
  const commits = asked.commit.map((entry, nth): PlannedCommit => {
    try {
      return planners.planCommit(entry);
    } catch (error) {
      throw error instanceof PosthornError ? refusedAt(`/commit/${nth}`, error) : error;
    }
  });
  const documents = commits.flatMap((plan) => plan.documents ?? []);
  const unit: CommitUnit = {
    expect: [...events.map(sameTopic), ...commits.flatMap(({ expect = [] }) => expect)],
    // Absent where there are none: the writer readies itself for changes of definitions.
    ...(documents.length === 0 ? {} : { documents }),
    appends: events.flatMap(({ appends }) => appends),
    offsets: commits.flatMap(({ offsets = [] }) => offsets),
  };
  const note: Note = {
    produce: events.map(({ topic, incarnation, indexes }) => ({ topic, incarnation, indexes })),
    commit: asked.commit.map(({ group, offsets }) => ({ group, offsets })),
  };
  return { unit, note };
}
