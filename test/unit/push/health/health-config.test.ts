import { expect, test } from 'vitest';
import { makeFields } from '#posthorn/model/fields.js';
import { DISABLE_AFTER_DEFAULT_MS, DISABLE_AFTER_MAX_MS, RATE_LIMIT_MAX_REQUESTS } from '#posthorn/model/limits.js';
import { makePlaces } from '#posthorn/model/places.js';
import { describeHealthConfig, healthLimits, readHealthConfig } from '#posthorn/push/health/health-config.js';

function read(body: Readonly<Record<string, unknown>>) {
  const places = makePlaces();
  const fields = makeFields(body, '', places);
  const config = readHealthConfig(fields);
  fields.refuseOthers();
  return { config, wrong: places.kept.map(({ path, message }) => `${path} ${message}`) };
}

test('what is left out, or is the default, is not stored; GET shows it', () => {
  for (const body of [{}, { rateLimit: null, disableAfterMs: null }, { disableAfterMs: DISABLE_AFTER_DEFAULT_MS }]) {
    const { config, wrong } = read(body);
    expect([config, wrong]).toEqual([{}, []]);
    expect(describeHealthConfig(config)).toEqual({ disableAfterMs: DISABLE_AFTER_DEFAULT_MS });
    expect(healthLimits({ ...config, maxInFlight: 8 })).toEqual({
      maxInFlight: 8,
      rateLimit: null,
      disableAfterMs: DISABLE_AFTER_DEFAULT_MS,
    });
  }
});

test('a rate has a second and a burst of 100 ms where nothing else is said', () => {
  const { config, wrong } = read({ rateLimit: { requests: 55 }, disableAfterMs: -1 });
  expect(wrong).toEqual([]);
  expect(config).toEqual({ rateLimit: { requests: 55, perMs: 1_000, burst: 6 }, disableAfterMs: -1 });
  expect(healthLimits({ ...config, maxInFlight: 1 }).disableAfterMs).toBeNull();
  const verification = { allowedRatePerMinute: 60 };
  expect(healthLimits({ ...config, maxInFlight: 1, verification }).rateLimit).toMatchObject({ requests: 60 });
});

test('everything wrong is named', () => {
  const cases: readonly [Readonly<Record<string, unknown>>, string][] = [
    [{ rateLimit: 5 }, '/rateLimit must be an object'],
    [{ rateLimit: {} }, `/rateLimit/requests must be an integer from 1 to ${RATE_LIMIT_MAX_REQUESTS}`],
    [{ rateLimit: { requests: 0 } }, `/rateLimit/requests must be an integer from 1 to ${RATE_LIMIT_MAX_REQUESTS}`],
    [{ rateLimit: { requests: 1, perMs: 0.5 } }, '/rateLimit/perMs must be an integer from 1 to 86400000'],
    [
      { rateLimit: { requests: 1, burst: -1 } },
      `/rateLimit/burst must be an integer from 1 to ${RATE_LIMIT_MAX_REQUESTS}`,
    ],
    [{ rateLimit: { requests: 1, perSecond: 1 } }, '/rateLimit/perSecond is not a field'],
    [{ disableAfterMs: 0 }, '/disableAfterMs must be -1 (never) or at least 1'],
    [{ disableAfterMs: -2 }, `/disableAfterMs must be an integer from -1 to ${DISABLE_AFTER_MAX_MS}`],
    [{ disableAfterMs: '5' }, `/disableAfterMs must be an integer from -1 to ${DISABLE_AFTER_MAX_MS}`],
  ];
  for (const [body, message] of cases) {
    const { wrong } = read(body);
    expect(
      wrong.some((told) => told.startsWith(message)),
      `${JSON.stringify(body)}: ${wrong}`,
    ).toBe(true);
  }
});
