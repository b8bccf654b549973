// Redrives as the API knows them: dead letters of a subscription that are sent to it again. One is a replay of another kind: its
// document is there as long as it runs, the push thread follows it (courses.ts) and deletes it when it is through.
import type { CommitUnit, Document, Engine } from '../../engine/engine.js';
import type { RedrivenChange } from '../../engine/redriven.js';
import { PosthornError } from '../../errors/posthorn-error.js';
import type { Clock } from '../../model/clock.js';
import { deadLetterTopicOf } from '../../model/dead-letter-topic.js';
import type { TopicName } from '../../model/names.js';
import type { CompileFilter } from '../filter/event-filter.js';
import type { ReplayRecord } from '../replay-record.js';
import type { Replays } from '../replays.js';
import { type LetterItems, type LetterQuery, listLetters } from './letter-list.js';
import { LETTERS_PARTITION } from './letter-scan.js';
import { parseRedrive, type RedriveRequest } from './redrive-body.js';
import { planRedrive, type RedrivePlan, refuseTooMany } from './redrive-plan.js';

export type RedriveAnswer = {
  readonly dryRun: boolean;
  /** Its id; absent where nothing was begun: after a dry run, or where there is nothing to send. */
  readonly redrive?: string;
  readonly events: number;
  readonly skipped: RedrivePlan['skipped'];
};

export type Redrives = {
  /** Sends dead letters again, beside what is live. `dryRun`: only counts them. */
  redrive(name: string, body: unknown, options?: { readonly dryRun?: boolean }): Promise<RedriveAnswer>;
  /** @throws REDRIVE_NOT_FOUND */
  cancelRedrive(name: string, id: string): Promise<void>;
  deadLetters(name: string, query: LetterQuery): LetterItems;
};

export type RedrivesDeps = {
  readonly engine: Pick<Engine, 'registry' | 'log' | 'redriven'>;
  readonly clock: Pick<Clock, 'now' | 'uuid'>;
  /** The subscription as it is now. */
  readonly find: (name: string) => Document;
  readonly compileFilter: CompileFilter;
  readonly replays: Pick<Replays, 'start' | 'cancel'>;
};

export function makeRedrives({ engine, clock, find, compileFilter, replays }: RedrivesDeps): Redrives {
  /** One after the other: what one takes the next one must see. */
  let last: Promise<unknown> = Promise.resolve();

  const begin = async (name: string, request: RedriveRequest, dryRun: boolean): Promise<RedriveAnswer> => {
    const topic = deadLetterTopicOf(find(name).name) as TopicName;
    const letters = engine.registry.get('topics', topic);
    const { events, skipped, offsets } = await planRedrive(engine, topic, request, compileFilter);
    if (dryRun || events === 0 || letters === undefined) return { dryRun, events, skipped };
    refuseTooMany({ events, skipped, offsets });
    const [redrive, at] = [clock.uuid(), clock.now()];
    const { incarnation } = letters;
    const { ratePerSecond } = request;
    const record: ReplayRecord = {
      ...{ id: redrive, at },
      ranges: [{ topic, incarnation, partition: LETTERS_PARTITION, from: 0, to: events, events }],
      redrive: ratePerSecond === null ? {} : { ratePerSecond },
    };
    const taken: RedrivenChange = { kind: 'begin', topic, redrive, at, offsets };
    await replays.start(
      () => find(name),
      record,
      () => withLetters(engine, topic, incarnation, taken),
    );
    return { dryRun, redrive, events, skipped };
  };

  return {
    redrive: async (name, body, { dryRun = false } = {}) => {
      find(name);
      const request = parseRedrive(body);
      const mine = last.then(() => begin(name, request, dryRun));
      last = mine.catch(() => undefined);
      return mine;
    },
    cancelRedrive: (name, id) => replays.cancel(() => find(name), id, 'redrive'),
    deadLetters: (name, query) => listLetters(engine, find(name), query),
  };
}

/** What the unit that begins it holds besides. @throws VERSION_CONFLICT */
function withLetters(
  { registry }: Pick<Engine, 'registry'>,
  topic: TopicName,
  incarnation: number,
  taken: RedrivenChange,
): Pick<CommitUnit, 'expect' | 'redriven'> {
  if (registry.get('topics', topic)?.incarnation !== incarnation) {
    const detail = `Topic '${topic}' was deleted while its dead letters were looked through. Send the redrive again.`;
    throw new PosthornError('VERSION_CONFLICT', detail);
  }
  return { expect: [{ kind: 'incarnation', collection: 'topics', name: topic, incarnation }], redriven: [taken] };
}
