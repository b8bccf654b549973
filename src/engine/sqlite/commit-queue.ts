// A thread's way to the writer: units wait here while a commit is in flight, then leave together as the next one.
// Small appends to the same partition leave as one append, so that sixty-four requests cost one row.
import type { Transferable } from 'node:worker_threads';
import { PosthornError } from '../../errors/posthorn-error.js';
import type { EventBatch } from '../../model/event-batch.js';
import {
  COMMIT_MAX_BYTES,
  COMMIT_QUEUE_MAX_BYTES,
  COMMIT_QUEUE_MAX_UNITS,
  COMMIT_QUEUE_RETRY_AFTER_MS,
  ROW_TARGET_BYTES,
} from '../../model/limits.js';
import type { Append, CommitUnit, UnitResult } from '../engine.js';
import { packAttempts } from './attempt-wire.js';
import { joinBatches } from './batch-shape.js';
import type { ToWriter, WireResult, WireUnit } from './wire.js';

/** Below this a payload is copied into the message rather than handed over. */
const TRANSFER_MIN_BYTES = 16 * 1024;

type Waiter = {
  readonly unit: CommitUnit;
  /** Where the unit is nothing but one append, which may travel together with others. */
  readonly append: Append | undefined;
  readonly bytes: number;
  readonly resolve: (result: UnitResult) => void;
  readonly reject: (error: PosthornError) => void;
};

/** One unit of the message and who waits for it: several, where small appends were joined. */
type Departure = { readonly append: Append | undefined; readonly waiters: Waiter[]; bytes: number };

export class CommitQueue {
  readonly #post: (message: ToWriter, transfer: readonly Transferable[]) => void;
  #waiting: Waiter[] = [];
  #waitingBytes = 0;
  #inFlight: Departure[] | undefined;
  #sequence = 0;
  #scheduled = false;
  #closed = false;
  #onIdle: (() => void) | undefined;

  constructor(post: (message: ToWriter, transfer: readonly Transferable[]) => void) {
    this.#post = post;
  }

  get sequence(): number {
    return this.#sequence;
  }

  get queuedUnits(): number {
    return this.#waiting.length;
  }

  get queuedBytes(): number {
    return this.#waitingBytes;
  }

  add(unit: CommitUnit): Promise<UnitResult> {
    const bytes = unitBytes(unit);
    const refusal = this.#refusal(bytes);
    if (refusal !== undefined) return Promise.reject(refusal);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ unit, append: plainAppend(unit), bytes, resolve, reject });
      this.#waitingBytes += bytes;
      if (this.#scheduled || this.#inFlight !== undefined) return;
      this.#scheduled = true;
      setImmediate(() => this.#depart());
    });
  }

  /** The writer's answer to the commit in flight. */
  arrived(results: readonly WireResult[]): void {
    const departures = this.#inFlight ?? [];
    this.#inFlight = undefined;
    // The next commit first: the writer works while the answers go out.
    this.#depart();
    for (const [index, departure] of departures.entries()) settle(departure, results[index]);
  }

  /** Resolves when nothing waits any more; later units are refused. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#inFlight === undefined && this.#waiting.length === 0) return;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
  }

  /** The writer is gone: what waits is refused, and so is everything later. */
  abandon(): void {
    this.#closed = true;
    const waiters = [...(this.#inFlight ?? []).flatMap((departure) => departure.waiters), ...this.#waiting];
    this.#inFlight = undefined;
    this.#waiting = [];
    this.#waitingBytes = 0;
    for (const waiter of waiters) waiter.reject(writerGone());
    this.#onIdle?.();
  }

  #refusal(bytes: number): PosthornError | undefined {
    if (this.#closed) return new PosthornError('SHUTTING_DOWN', 'The server is stopping. Send the request again soon.');
    const full =
      this.#waiting.length >= COMMIT_QUEUE_MAX_UNITS ||
      (this.#waitingBytes > 0 && this.#waitingBytes + bytes > COMMIT_QUEUE_MAX_BYTES);
    if (!full) return undefined;
    return new PosthornError(
      'THROTTLING_QUOTA_EXCEEDED',
      'More writes are waiting than the server takes. Nothing was written: send the request again after Retry-After.',
      { retryAfterMs: COMMIT_QUEUE_RETRY_AFTER_MS },
    );
  }

  #depart(): void {
    this.#scheduled = false;
    if (this.#inFlight !== undefined) return;
    if (this.#waiting.length === 0) {
      this.#onIdle?.();
      return;
    }
    const departures = joinPlainAppends(this.#take());
    const transfer = new Set<Transferable>();
    const units = departures.map(({ append, waiters }) =>
      detach(append === undefined ? (waiters[0] as Waiter).unit : { appends: [append] }, transfer),
    );
    this.#inFlight = departures;
    this.#sequence += 1;
    this.#post({ kind: 'commit', units }, [...transfer]);
  }

  #take(): Waiter[] {
    let taken = 0;
    let bytes = 0;
    for (const waiter of this.#waiting) {
      if (taken > 0 && bytes + waiter.bytes > COMMIT_MAX_BYTES) break;
      bytes += waiter.bytes;
      taken += 1;
    }
    this.#waitingBytes -= bytes;
    return this.#waiting.splice(0, taken);
  }
}

function unitBytes(unit: CommitUnit): number {
  let bytes = 0;
  for (const append of unit.appends ?? []) bytes += append.batch.payload.byteLength;
  return bytes;
}

/** The append of a unit that is nothing but one append without dedupe keys. */
function plainAppend(unit: CommitUnit): Append | undefined {
  const [append] = unit.appends ?? [];
  if (append === undefined || unit.appends?.length !== 1 || append.dedupeKeys !== undefined) return undefined;
  for (const name in unit) if (name !== 'appends' && unit[name as keyof CommitUnit] !== undefined) return undefined;
  return append;
}

function joinPlainAppends(waiters: readonly Waiter[]): Departure[] {
  const departures: Departure[] = [];
  const open = new Map<string, { append: Append; waiters: Waiter[]; bytes: number }>();
  for (const waiter of waiters) {
    const { append } = waiter;
    if (append === undefined) {
      // Units apply in order: what follows may not join what stands before this one.
      open.clear();
      departures.push({ append: undefined, waiters: [waiter], bytes: waiter.bytes });
      continue;
    }
    const place = `${append.partition} ${append.topic}`;
    const present = open.get(place);
    if (present !== undefined && present.bytes + waiter.bytes <= ROW_TARGET_BYTES) {
      present.waiters.push(waiter);
      present.bytes += waiter.bytes;
      continue;
    }
    const departure = { append, waiters: [waiter], bytes: waiter.bytes };
    open.set(place, departure);
    departures.push(departure);
  }
  return departures.map((departure) => ({ ...departure, append: joined(departure) }));
}

function joined({ append, waiters }: Departure): Append | undefined {
  if (append === undefined || waiters.length === 1) return append;
  const batches = waiters.map((waiter) => (waiter.append as Append).batch);
  return { topic: append.topic, partition: append.partition, batch: joinBatches(batches) };
}

/**
 * Makes every batch own its bytes (a view would drag its whole buffer along) and lists what is handed over: not that of a unit
 * with progress in it, which its owner commits again as it is where it could not be written.
 */
function detach(unit: CommitUnit, transfer: Set<Transferable>): WireUnit {
  const { appends, attempts, ...rest } = unit;
  const mayComeAgain = unit.offsets !== undefined || unit.parked !== undefined || attempts !== undefined;
  return {
    ...rest,
    ...(appends === undefined
      ? {}
      : { appends: appends.map((append) => detachAppend(append, mayComeAgain ? undefined : transfer)) }),
    ...(attempts === undefined ? {} : { attempts: packAttempts(attempts) }),
  };
}

function detachAppend(append: Append, transfer: Set<Transferable> | undefined): Append {
  return { ...append, batch: detachBatch(append.batch, transfer) };
}

function detachBatch(batch: EventBatch, transfer: Set<Transferable> | undefined): EventBatch {
  const payload = ownBytes(batch.payload);
  const buffer = payload.buffer as ArrayBuffer;
  if (payload.byteLength >= TRANSFER_MIN_BYTES) transfer?.add(buffer);
  const { ends } = batch;
  const ownEnds = ends.byteLength === ends.buffer.byteLength ? ends : ends.slice();
  return { count: batch.count, payload, ends: ownEnds, columns: batch.columns };
}

function ownBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.byteLength === bytes.buffer.byteLength) return bytes;
  return Uint8Array.prototype.slice.call(bytes);
}

function settle(departure: Departure, result: WireResult | undefined): void {
  const { waiters } = departure;
  if (result === undefined || 'error' in result) {
    const error = result === undefined ? writerGone() : PosthornError.fromWire(result.error);
    for (const waiter of waiters) waiter.reject(error);
    return;
  }
  const [first] = result.ok.appends;
  if (waiters.length === 1 || first === undefined) {
    waiters[0]?.resolve(result.ok);
    return;
  }
  let baseOffset = first.baseOffset;
  for (const waiter of waiters) {
    const { count } = (waiter.append as Append).batch;
    const { timestamp } = result.ok;
    waiter.resolve({ timestamp, duplicate: false, appends: [{ partition: first.partition, baseOffset, count }] });
    baseOffset += count;
  }
}

function writerGone(): PosthornError {
  return new PosthornError(
    'KAFKA_STORAGE_ERROR',
    'The writer stopped; it is not known whether the events were stored. Look at the server log and restart; a ' +
      'repeat with the same idempotency-key is stored once.',
  );
}
