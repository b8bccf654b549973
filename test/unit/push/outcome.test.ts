import { expect, test } from 'vitest';
import { classify } from '#posthorn/push/outcome.js';
import { nextAttempt, probeWaitMs, retryAfterAt } from '#posthorn/push/retry.js';
import { phaseOf } from '#posthorn/push/sender.js';

const response = (status: number, retryAfter: string | null = null) =>
  classify({
    kind: 'response',
    status,
    headers: retryAfter === null ? [] : ['date', 'now', 'Retry-After', retryAfter].map((text) => Buffer.from(text)),
    body: null,
    bodyBytes: 0,
  });

test('every status has its verdict', () => {
  for (let status = 200; status < 600; status += 1) {
    const expected =
      status < 300
        ? 'acknowledged'
        : status === 410
          ? 'gone'
          : status >= 400 && status < 500 && ![408, 409, 425, 429].includes(status)
            ? 'client-error'
            : 'retry';
    expect(response(status).kind, String(status)).toBe(expected);
  }
  expect(classify({ kind: 'failure', phase: 'timeout', text: '' }).kind).toBe('retry');
  expect(response(503, '7')).toEqual({ kind: 'retry', retryAfter: '7' });
});

const config = { scheduleMs: [5_000, 300_000], jitter: 0.2, maxAgeMs: null, clientErrorAttempts: 3 };
const retry = { kind: 'retry', retryAfter: null } as const;
const first = { attempts: 1, firstAttemptAt: 1_000 };

test('the schedule is drawn with jitter to both sides, then it is used up', () => {
  expect(nextAttempt(config, first, retry, 1_000, 0.5)).toEqual({ kind: 'again', at: 6_000 });
  expect(nextAttempt(config, first, retry, 1_000, 0)).toEqual({ kind: 'again', at: 5_000 });
  expect(nextAttempt(config, first, retry, 1_000, 0.999_999_9)).toEqual({ kind: 'again', at: 7_000 });
  expect(nextAttempt(config, { ...first, attempts: 2 }, retry, 1_000, 0.5)).toEqual({ kind: 'again', at: 301_000 });
  expect(nextAttempt(config, { ...first, attempts: 3 }, retry, 1_000, 0.5).kind).toBe('exhausted');
});

test('client errors get few attempts, and no delivery outlives maxAgeMs', () => {
  const refused = { kind: 'client-error' } as const;
  const long = { ...config, scheduleMs: [1, 1, 1, 1, 1] };
  expect(nextAttempt(long, { ...first, attempts: 2 }, refused, 0, 0.5).kind).toBe('again');
  expect(nextAttempt(long, { ...first, attempts: 3 }, refused, 0, 0.5).kind).toBe('exhausted');
  expect(nextAttempt({ ...config, maxAgeMs: 5_000 }, first, retry, 1_000, 0.5).kind).toBe('again');
  expect(nextAttempt({ ...config, maxAgeMs: 4_999 }, first, retry, 1_000, 0.5).kind).toBe('exhausted');
});

test('Retry-After counts in both forms, never earlier than the schedule, never beyond the cap', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  expect(retryAfterAt('120', now)).toBe(now + 120_000);
  expect(retryAfterAt('Thu, 01 Jan 2026 00:01:00 GMT', now)).toBe(now + 60_000);
  expect(retryAfterAt('Thursday, 01-Jan-26 00:01:00 GMT', now)).toBe(now + 60_000);
  expect(retryAfterAt('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(now);
  expect(retryAfterAt('99999999999999', now)).toBe(now + 86_400_000);
  for (const text of ['', 'soon', '-5', '1.5', '2026-01-01']) expect(retryAfterAt(text, now), text).toBeNull();
  const asked = { kind: 'retry', retryAfter: '1' } as const;
  expect(nextAttempt(config, first, asked, 1_000, 0.5)).toEqual({ kind: 'again', at: 6_000 });
  expect(nextAttempt(config, first, { ...asked, retryAfter: '60' }, 1_000, 0.5)).toEqual({ kind: 'again', at: 61_000 });
});

test('probes back off from one second to thirty', () => {
  expect([0, 1, 2, 4, 5, 100].map((probes) => probeWaitMs(probes, 1_000, 30_000))).toEqual([
    1_000, 2_000, 4_000, 16_000, 30_000, 30_000,
  ]);
});

test('failures are named by phase', () => {
  const phase = (code: string) => phaseOf(Object.assign(new Error('x'), { code }));
  expect(phase('ADDRESS_FORBIDDEN')).toBe('address');
  expect(phase('ENOTFOUND')).toBe('dns');
  expect(phase('EAI_AGAIN')).toBe('dns');
  expect(phase('ECONNREFUSED')).toBe('connect');
  expect(phase('UND_ERR_SOCKET')).toBe('connect');
  expect(phase('UND_ERR_CONNECT_TIMEOUT')).toBe('timeout');
  expect(phase('ERR_TLS_CERT_ALTNAME_INVALID')).toBe('tls');
  expect(phase('DEPTH_ZERO_SELF_SIGNED_CERT')).toBe('tls');
  expect(phase('HPE_INVALID_CONSTANT')).toBe('status');
});
