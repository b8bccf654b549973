// commit ▸ the `idempotency-key` header makes a whole request one: what is remembered of it, to know it again.
import { createHash } from 'node:crypto';
import type { UnitDedupe } from '../engine/dedupe.js';
import { PosthornError } from '../errors/posthorn-error.js';
import { IDEMPOTENCY_KEY_MAX_BYTES } from '../model/limits.js';
import { headerText, type RequestHeaders } from './event-headers.js';
import type { TopicView } from './topic-view.js';

export type Asked = {
  readonly call: 'events' | 'batches';
  readonly headers: RequestHeaders;
  readonly body: Buffer;
  readonly key?: string | undefined;
  readonly partition?: number | undefined;
};

function isPartOfEvent(header: string): boolean {
  return (
    header === 'content-type' ||
    header === 'posthorn-key' ||
    header.startsWith('posthorn-header-') ||
    header.startsWith('ce-')
  );
}

function fingerprint({ call, headers, body, key, partition }: Asked): string {
  const named = Object.entries(headers).filter(([name]) => isPartOfEvent(name));
  const asked = JSON.stringify([call, key ?? null, partition ?? null, named.sort(([a], [b]) => (a < b ? -1 : 1))]);
  return createHash('sha256')
    .update(`${Buffer.byteLength(asked)}:${asked}`)
    .update(body)
    .digest('hex');
}

/** Undefined where the request names no key. @throws INVALID_REQUEST INVALID_UTF8 */
export function idempotencyKey(headers: RequestHeaders): string | undefined {
  const key = headerText(headers, 'idempotency-key');
  if (key === undefined) return undefined;
  if (key === '' || Buffer.byteLength(key) > IDEMPOTENCY_KEY_MAX_BYTES) {
    throw new PosthornError(
      'INVALID_REQUEST',
      `The idempotency-key must have 1 to ${IDEMPOTENCY_KEY_MAX_BYTES} bytes: send a UUID, for example.`,
    );
  }
  return key;
}

export function unitDedupe(topic: TopicView, key: string, asked: Asked): UnitDedupe {
  return {
    scope: `produce:${topic.name}:${topic.incarnation}`,
    key,
    fingerprint: fingerprint(asked),
    windowMs: topic.dedupeWindowMs,
  };
}
