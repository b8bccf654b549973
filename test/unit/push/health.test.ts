import { expect, test } from 'vitest';
import { ENDPOINT_DOWN_AFTER_FAILURES, PROBE_FIRST_MS } from '#posthorn/model/limits.js';
import { newHealth, sawFailedProbe, sawFailure, sawSuccess } from '#posthorn/push/health.js';

const NOW = 1_000_000;
const ASKED_AT = NOW + 3_600_000;

function downAfter(askedAt: number | null) {
  const health = newHealth();
  for (let count = 1; count < ENDPOINT_DOWN_AFTER_FAILURES; count += 1)
    expect(sawFailure(health, NOW, askedAt)).toBe('nothing');
  expect(sawFailure(health, NOW, askedAt)).toBe('down');
  return health;
}

test('the first probe waits for the back-off, or for what Retry-After named', () => {
  expect(downAfter(null).probeAt).toBe(NOW + PROBE_FIRST_MS);
  expect(downAfter(NOW + 1).probeAt).toBe(NOW + PROBE_FIRST_MS);
  expect(downAfter(ASKED_AT).probeAt).toBe(ASKED_AT);
});

test('so does the next probe after a failed one', () => {
  const health = downAfter(null);
  sawFailedProbe(health, NOW, null);
  expect(health.probeAt).toBe(NOW + 2 * PROBE_FIRST_MS);
  sawFailedProbe(health, NOW, ASKED_AT);
  expect(health.probeAt).toBe(ASKED_AT);
});

test('a retry that fails meanwhile can only put the probe off', () => {
  const health = downAfter(null);
  expect(sawFailure(health, NOW, null)).toBe('nothing');
  expect(sawFailure(health, NOW, NOW)).toBe('nothing');
  expect(health.probeAt).toBe(NOW + PROBE_FIRST_MS);
  expect(sawFailure(health, NOW, ASKED_AT)).toBe('put-off');
  expect(health.probeAt).toBe(ASKED_AT);
  expect(sawSuccess(health)).toBe(true);
  expect(sawSuccess(health)).toBe(false);
});
