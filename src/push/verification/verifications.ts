// Asking endpoints whether they agree: begins with a PUT or a call, ends with their answer, or with the callback that they
// were told. Every step is one unit; a crash in between leaves `pending`, and POST …/verify asks again.
import { createHash, timingSafeEqual } from 'node:crypto';
import { type Change, changeEvents } from '../../engine/changes.js';
import type { CommitUnit, Document, Engine } from '../../engine/engine.js';
import { PosthornError } from '../../errors/posthorn-error.js';
import type { Clock } from '../../model/clock.js';
import type { Timer } from '../../model/timer.js';
import { VERIFY_CALLBACK_MS, VERIFY_TOKEN_BYTES, VERIFY_WAIT_MS } from '../../model/transport-limits.js';
import { commitChange } from '../commit-change.js';
import { stateChange } from '../subscription-changes.js';
import type { SubscriptionRecord } from '../subscription-config.js';
import { stateUnit } from '../subscription-units.js';
import { allowedRate, type VerifyQuestion } from './handshake.js';
import { concludedRecord, heldRecord, needsVerification, type VerifyOutcome } from './verification.js';

export type VerificationsDeps = {
  readonly engine: Pick<Engine, 'registry' | 'log' | 'groups' | 'commit'>;
  readonly clock: Pick<Clock, 'now' | 'uuid' | 'bytes'>;
  readonly askEndpoint: (question: VerifyQuestion) => Promise<VerifyOutcome>;
  /** Where endpoints reach this server; null: there is no callback. */
  readonly publicUrl: string | null;
  readonly timer: Timer;
};

export type Verifications = {
  /** The unit of a PUT, with the subscription held back where its endpoint has to be asked first. */
  held(unit: CommitUnit | undefined, name: string): CommitUnit | undefined;
  /** Asks where it is held so, and waits for the answer, for a bounded time. */
  settle(name: string): Promise<void>;
  /** Asks once more. @throws INVALID_REQUEST: there is nothing to ask */
  again(find: () => Document): Promise<void>;
  /** The endpoint agrees after all. @throws VERIFICATION_NOT_FOUND */
  confirm(name: string, token: string, rate: string | null): Promise<void>;
};

const UNNAMED_ORIGIN = 'posthorn';

export function makeVerifications({ engine, clock, askEndpoint, publicUrl, timer }: VerificationsDeps): Verifications {
  const { registry } = engine;
  /** Tokens of what has been written but not yet asked, by the id of the try. */
  const tokens = new Map<string, string>();

  const begin = (name: string, record: SubscriptionRecord): SubscriptionRecord => {
    const now = clock.now();
    const id = clock.uuid();
    if (record.verify !== 'options') return heldRecord(record, { id, at: now });
    const origin = publicUrl === null ? UNNAMED_ORIGIN : new URL(publicUrl).hostname;
    if (publicUrl === null) return heldRecord(record, { id, at: now, origin });
    const token = clock.bytes(VERIFY_TOKEN_BYTES).toString('base64url');
    tokens.set(id, `${publicUrl}/v1/subscriptions/${encodeURIComponent(name)}/verification/${token}`);
    return heldRecord(record, {
      id,
      at: now,
      origin,
      callback: { hash: hashOf(token), until: now + VERIFY_CALLBACK_MS },
    });
  };

  const conclude = (name: string, id: string, outcome: VerifyOutcome): Promise<void> =>
    commitChange(engine, () => {
      const document = registry.get('subscriptions', name);
      const { verification } = (document?.body ?? {}) as Partial<SubscriptionRecord>;
      if (document === undefined || verification?.id !== id || verification.state !== 'pending') return undefined;
      return concludedUnit(engine, document, outcome, clock.now());
    });

  const ask = async (name: string): Promise<void> => {
    const record = registry.get('subscriptions', name)?.body as SubscriptionRecord | undefined;
    const { id, state } = record?.verification ?? {};
    if (record === undefined || id === undefined || state !== 'pending') return;
    const callback = tokens.get(id) ?? null;
    tokens.delete(id);
    await conclude(name, id, await askEndpoint({ name, record, callback }));
  };

  const settle = async (name: string): Promise<void> => {
    const asked = ask(name);
    // Who asked is gone by then; a crash or a full disk leaves `pending`.
    asked.catch(() => undefined);
    let stopWaiting: (() => void) | undefined;
    const late = new Promise<void>((resolve) => {
      stopWaiting = timer(resolve, VERIFY_WAIT_MS);
    });
    await Promise.race([asked, late]);
    stopWaiting?.();
  };

  return {
    settle,
    held: (unit, name) => {
      const before = registry.get('subscriptions', name)?.body as SubscriptionRecord | undefined;
      const documents = unit?.documents?.map((written) => {
        const next = written.body as SubscriptionRecord | null;
        if (written.collection !== 'subscriptions' || next === null) return written;
        if (needsVerification(next, before)) return { ...written, body: begin(name, next) };
        return { ...written, body: withoutNeedless(next) };
      });
      if (unit === undefined || documents === undefined) return unit;
      const held = documents.find(({ collection }) => collection === 'subscriptions')?.body as SubscriptionRecord;
      const stops = before?.state === 'active' && held.state === 'paused';
      const told = stops ? [changeEvents(clock.now(), [stateChange(name, held)])] : [];
      return { ...unit, documents, appends: [...(unit.appends ?? []), ...told] };
    },
    again: async (find) => {
      await commitChange(engine, () => {
        const document = find();
        return askedUnit(document, begin(document.name, document.body as SubscriptionRecord), clock.now());
      });
      await settle(find().name);
    },
    confirm: async (name, token, rate) => {
      const record = registry.get('subscriptions', name)?.body as SubscriptionRecord | undefined;
      const { id, state, callback } = record?.verification ?? {};
      const known = callback !== undefined && state === 'pending' && callback.until > clock.now();
      if (id === undefined || !known || !sameHash(callback.hash, hashOf(token))) throw unknownToken(name);
      await conclude(name, id, {
        kind: 'verified',
        detail: 'the endpoint agreed by the callback',
        ...allowedRate(rate),
      });
    },
  };
}

/** What the endpoint's answer changes. */
function concludedUnit(
  engine: Parameters<typeof stateUnit>[0],
  document: Document,
  outcome: VerifyOutcome,
  now: number,
): CommitUnit {
  const { name } = document;
  const before = document.body as SubscriptionRecord;
  const record = concludedRecord(before, outcome, now);
  const unit = stateUnit(engine, { ...document, body: record }, record);
  const changes: Change[] = [];
  if (outcome.kind === 'verified') changes.push({ kind: 'subscription.verified', name });
  if (outcome.kind === 'failed') {
    changes.push({ kind: 'subscription.verification-failed', name, reason: outcome.detail });
  }
  if (record.state !== before.state) changes.push(stateChange(name, record));
  return changes.length === 0 ? unit : { ...unit, appends: [changeEvents(now, changes)] };
}

/** @throws INVALID_REQUEST */
function askedUnit({ collection, name, version, body }: Document, held: SubscriptionRecord, now: number): CommitUnit {
  const { state, verify } = body as SubscriptionRecord;
  if (verify === undefined) throw nothingToAsk(name);
  return {
    expect: [{ kind: 'version', collection, name, version }],
    documents: [{ collection, name, body: held }],
    appends: state === 'active' ? [changeEvents(now, [stateChange(name, held)])] : [],
  };
}

/** Nobody asks for the endpoint's word any more: what it allowed holds no longer. */
function withoutNeedless(record: SubscriptionRecord): SubscriptionRecord {
  if (record.verify !== undefined || record.verification === undefined) return record;
  const { verification: _, ...rest } = record;
  return rest;
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}

function sameHash(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one, 'base64'), Buffer.from(other, 'base64'));
}

function nothingToAsk(name: string): PosthornError {
  return new PosthornError(
    'INVALID_REQUEST',
    `Subscription '${name}' has verify: "none". Put it with verify: "ping" or "options" first.`,
  );
}

function unknownToken(name: string): PosthornError {
  return new PosthornError(
    'VERIFICATION_NOT_FOUND',
    `This callback is unknown, used or too old. POST /v1/subscriptions/${name}/verify asks the endpoint again.`,
  );
}

/** The document as a call of pause or resume finds it. @throws ENDPOINT_NOT_VERIFIED */
export function releasedBy(document: Document, state: 'active' | 'paused'): Document {
  const record = document.body as SubscriptionRecord;
  const { verify, verification } = record;
  if (verify === undefined || verification === undefined || verification.state === 'verified') return document;
  if (state === 'active') {
    throw new PosthornError(
      'ENDPOINT_NOT_VERIFIED',
      `The endpoint of '${document.name}' has not agreed yet (${verification.detail}). ` +
        `POST /v1/subscriptions/${document.name}/verify asks it again; PUT with verify: "none" goes without.`,
    );
  }
  return verification.holds
    ? { ...document, body: { ...record, verification: { ...verification, holds: false } } }
    : document;
}
