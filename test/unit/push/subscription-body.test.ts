import { expect, test } from 'vitest';
import type { PosthornError } from '#posthorn/errors/posthorn-error.js';
import { compileFilter } from '#posthorn/filters/compile-filter.js';
import { matchesTopic } from '#posthorn/model/topic-match.js';
import { parseSubscription } from '#posthorn/push/subscription-body.js';

const endpoint = { url: 'https://example.com/hook' };
const put = (body: unknown) => parseSubscription('s', body, compileFilter);

function refusal(body: unknown): { code: string; paths: string[] } {
  try {
    put(body);
  } catch (error) {
    const { code, errors } = error as PosthornError;
    return { code, paths: errors.map(({ path }) => path ?? '') };
  }
  return { code: 'accepted', paths: [] };
}

test('fills in every default', () => {
  const { config, asked } = put({ topics: ['a', 'a', 'b*'], endpoint });
  expect(asked).toEqual({});
  expect(config).toMatchObject({
    topics: ['a', 'b*'],
    endpoint: { ...endpoint, headers: {}, timeoutMs: 15_000 },
    start: { kind: 'latest' },
    ordering: 'key',
    batch: { maxEvents: 1, lingerMs: 0 },
    retry: { jitter: 0.2, maxAgeMs: null, clientErrorAttempts: 3 },
    maxInFlight: 32,
  });
  expect(config.retry.scheduleMs).toHaveLength(9);
});

test('leaves out what is written as its default, and takes header names in any case', () => {
  const plain = put({ topics: ['a'], endpoint });
  const written = { format: 'raw', eventHeaders: { include: 'all', prefix: '' }, busHeaders: 'all' };
  expect(put({ topics: ['a'], endpoint, ...written })).toEqual(plain);
  const { config } = put({ topics: ['a'], endpoint, eventHeaders: { include: ['Shop', 'shop'], prefix: 'X-' } });
  expect(config.eventHeaders).toEqual({ include: ['shop'], prefix: 'x-' });
});

test.each([
  ['not an object', 1, 'INVALID_REQUEST', []],
  ['an unknown field', { topics: ['a'], endpoint, colour: 1 }, 'INVALID_REQUEST', ['/colour']],
  ['an unknown inner field', { topics: ['a'], endpoint, batch: { size: 1 } }, 'INVALID_REQUEST', ['/batch/size']],
  ['no topics', { endpoint }, 'INVALID_CONFIG', ['/topics']],
  [
    'a bad topic',
    { topics: ['a b', '_x*', 's.dlt'], endpoint },
    'INVALID_CONFIG',
    ['/topics/0', '/topics/1', '/topics/2'],
  ],
  ['no endpoint', { topics: ['a'] }, 'INVALID_ENDPOINT', ['/endpoint/url']],
  ['a scheme', { topics: ['a'], endpoint: { url: 'ftp://x/' } }, 'INVALID_ENDPOINT', ['/endpoint/url']],
  ['port 0', { topics: ['a'], endpoint: { url: 'http://127.0.0.1:0/' } }, 'INVALID_ENDPOINT', ['/endpoint/url']],
  ['an empty label', { topics: ['a'], endpoint: { url: 'http://a..b/' } }, 'INVALID_ENDPOINT', ['/endpoint/url']],
  ['an age of 0', { topics: ['a'], endpoint, retry: { maxAgeMs: 0 } }, 'INVALID_CONFIG', ['/retry/maxAgeMs']],
  ['a user in the URL', { topics: ['a'], endpoint: { url: 'http://u:p@x/' } }, 'INVALID_ENDPOINT', ['/endpoint/url']],
  ['a fragment', { topics: ['a'], endpoint: { url: 'http://x/#y' } }, 'INVALID_ENDPOINT', ['/endpoint/url']],
  [
    'an own header',
    { topics: ['a'], endpoint: { ...endpoint, headers: { Host: 'x' } } },
    'INVALID_ENDPOINT',
    ['/endpoint/headers/Host'],
  ],
  [
    'a header value',
    { topics: ['a'], endpoint: { ...endpoint, headers: { a: 'b\n' } } },
    'INVALID_ENDPOINT',
    ['/endpoint/headers/a'],
  ],
  [
    'a bad secret',
    { topics: ['a'], endpoint: { ...endpoint, secret: 'whsec_YQ==' } },
    'INVALID_ENDPOINT',
    ['/endpoint/secret'],
  ],
  ['an ordering', { topics: ['a'], endpoint, ordering: 'total' }, 'INVALID_CONFIG', ['/ordering']],
  ['a start', { topics: ['a'], endpoint, start: { offsets: { a: { '01': 1 } } } }, 'INVALID_CONFIG', ['/start']],
  ['a start in a list', { topics: ['a'], endpoint, start: { offsets: { a: [] } } }, 'INVALID_CONFIG', ['/start']],
  [
    'a start in another topic',
    { topics: ['a'], endpoint, start: { offsets: { a: { 0: 1 }, 'b/c': { 0: 1 } } } },
    'INVALID_CONFIG',
    ['/start/offsets/b~1c'],
  ],
  ['a schedule', { topics: ['a'], endpoint, retry: { scheduleMs: [1, -1] } }, 'INVALID_CONFIG', ['/retry/scheduleMs']],
  ['a jitter', { topics: ['a'], endpoint, retry: { jitter: 2 } }, 'INVALID_CONFIG', ['/retry/jitter']],
  ['in flight', { topics: ['a'], endpoint, maxInFlight: 0 }, 'INVALID_CONFIG', ['/maxInFlight']],
  ['an empty filter', { topics: ['a'], endpoint, filter: {} }, 'INVALID_FILTER', ['/filter']],
  [
    'a dialect',
    { topics: ['a'], endpoint, filter: { any: [{ mtach: {} }] } },
    'INVALID_FILTER',
    ['/filter/any/0/mtach'],
  ],
  [
    'a number that is not kept',
    { topics: ['a'], endpoint, filter: { match: { '/a': { in: [1, 2 ** 53] } } } },
    'INVALID_FILTER',
    ['/filter/match/~1a/in/1'],
  ],
  ['a format', { topics: ['a'], endpoint, format: 'cloudevents' }, 'INVALID_CONFIG', ['/format']],
  [
    'a batch of lone events',
    { topics: ['a'], endpoint, format: 'cloudevents-structured', batch: { maxEvents: 2 } },
    'INVALID_CONFIG',
    ['/batch/maxEvents'],
  ],
  [
    'event headers',
    { topics: ['a'], endpoint, eventHeaders: { include: ['a', 1], prefix: 'webhook-' } },
    'INVALID_CONFIG',
    ['/eventHeaders/prefix', '/eventHeaders/include'],
  ],
  [
    'a field of event headers',
    { topics: ['a'], endpoint, eventHeaders: { exclude: [] } },
    'INVALID_REQUEST',
    ['/eventHeaders/exclude'],
  ],
  [
    'bus headers',
    { topics: ['a'], endpoint, busHeaders: ['posthorn-offset', 'webhook-id'] },
    'INVALID_CONFIG',
    ['/busHeaders/1'],
  ],
])('refuses %s by name', (_name, body, code, paths) => {
  expect(refusal(body)).toEqual({ code, paths });
});

test('a prefix takes in neither internal nor dead letter topics', () => {
  expect(matchesTopic(['or*'], 'orders')).toBe(true);
  expect(matchesTopic(['*'], '_internal')).toBe(false);
  expect(matchesTopic(['*'], 'x.dlt')).toBe(false);
  expect(matchesTopic(['x.dlt'], 'x.dlt')).toBe(true);
  expect(matchesTopic(['orders'], 'orders2')).toBe(false);
});
