import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FILTER_CHECK_MAX_EVENTS } from '#posthorn/model/filter-limits.js';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { type RunningBus, startBus } from '../harness/server.js';

const PATH = '/v1/filters/check';
const JSON_TYPE = { 'content-type': 'application/json' };

let server: RunningBus;
let http: HttpClient;

beforeAll(async () => {
  server = await startBus();
  http = makeHttpClient(server.url);
});

afterAll(async () => {
  http.close();
  await server.stop();
});

type Problem = { code: string; detail: string; errors?: { index?: number; path: string; message: string }[] };

const check = async (body: string) => {
  const answer = await http.send('POST', PATH, body, JSON_TYPE);
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  return answer.json<{ results: { matches: boolean }[] }>().results.map(({ matches }) => matches);
};

describe('a check of a filter', () => {
  it('says of every event whether it passes', async () => {
    const events = [
      { value: { total: 12.5 } },
      { value: { total: 3 }, key: 'c-7' },
      { value: null, key: 'c-7' },
      { valueBase64: 'eyJ0b3RhbCI6OTl9' },
      { valueBase64: 'eyJ0b3RhbCI6OTl9', contentType: 'application/json' },
    ];
    const ask = (filter: unknown) => check(JSON.stringify({ filter, events }));
    expect(await ask({ match: { '/total': { gt: 10 } } })).toEqual([true, false, false, false, true]);
    expect(await ask({ key: 'c-7' })).toEqual([false, true, true, false, false]);
    expect(await ask([{ key: 'c-7' }, { match: { '': null } }])).toEqual([false, false, true, false, false]);
  });

  it('sees attributes of CloudEvents in their headers', async () => {
    const headers = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/shop', 'CE-type': 'order.created' };
    const body = { filter: { prefix: { type: 'order.' } }, events: [{ value: {}, headers }, { value: {} }] };
    expect(await check(JSON.stringify(body))).toEqual([true, false]);
  });

  it('rounds no number, of the filter or of an event', async () => {
    const events = '[{"value":{"id":9007199254740993}},{"value":{"id":9007199254740992}}]';
    expect(await check(`{"events":${events},"filter":{"match":{"/id":9007199254740993}}}`)).toEqual([true, false]);
  });

  it('tells why an expression could not be evaluated', async () => {
    const event = (subject: string) => ({ value: 1, headers: { 'ce-subject': subject } });
    const body = { filter: { sql: 'subject < 3' }, events: [event('2'), event('x'), { value: 1 }] };
    const answer = await http.send('POST', PATH, JSON.stringify(body), JSON_TYPE);
    expect(answer.json()['results']).toEqual([
      { matches: true },
      { matches: false, error: { kind: 'cast', message: "'x' is no integer" } },
      { matches: false, error: { kind: 'missingAttribute', message: 'the event has no attribute subject' } },
    ]);
  });

  it.each([
    ['{"filter":{"sql":"1 +"},"events":[{"value":1}]}', 422, 'INVALID_FILTER', '/filter/sql'],
    ['{"filter":{"match":{"/a":{"x":1}}},"events":[{"value":1}]}', 422, 'INVALID_FILTER', '/filter/match/~1a/x'],
    ['{"filter":null,"events":[{"value":1}]}', 422, 'INVALID_FILTER', '/filter'],
    ['{"events":[{"value":1}]}', 400, 'INVALID_REQUEST', '/filter'],
    ['{"filter":{"key":"a"}}', 400, 'INVALID_REQUEST', '/events'],
    ['{"filter":{"key":"a"},"events":[{"value":1}],"topic":"x"}', 400, 'INVALID_REQUEST', '/topic'],
    ['{"filter":{"key":"a"},"filter":{"key":"a"},"events":[{"value":1}]}', 400, 'INVALID_REQUEST', '/filter'],
    ['[]', 400, 'INVALID_REQUEST', ''],
    ['{"filter":{"key":"a"},"events":{}}', 400, 'INVALID_REQUEST', '/events'],
    ['{"filter":{"key":"a"},"events":[]}', 422, 'EMPTY_REQUEST', undefined],
    ['', 422, 'EMPTY_REQUEST', undefined],
    ['{"filter":', 422, 'INVALID_JSON', undefined],
    ['{"filter":{"key":"a"},"events":[{"value":1},{"values":1}]}', 422, 'INVALID_RECORD', '/values'],
    [
      '{"filter":{"key":"a"},"events":[{"valueBase64":"ew==","contentType":"application/json"}]}',
      422,
      'INVALID_JSON',
      '',
    ],
  ])('%s is refused with %i %s at %s', async (body, status, code, path) => {
    const answer = await http.send('POST', PATH, body, JSON_TYPE);
    const problem = answer.json<Problem>();
    expect([answer.status, problem.code]).toEqual([status, code]);
    expect(path === undefined || problem.errors?.some((place) => place.path === path)).toBe(true);
  });

  it('takes so many events and no more, as JSON, without other fields', async () => {
    const body = (count: number) =>
      JSON.stringify({ filter: { key: 'a' }, events: Array.from({ length: count }, () => ({ value: 1, key: 'a' })) });
    expect(await check(body(FILTER_CHECK_MAX_EVENTS))).toHaveLength(FILTER_CHECK_MAX_EVENTS);
    const refusals = await Promise.all([
      http.send('POST', PATH, body(FILTER_CHECK_MAX_EVENTS + 1), JSON_TYPE),
      http.send('POST', PATH, body(1), { 'content-type': 'text/plain' }),
      http.send('POST', `${PATH}?topic=x`, body(1), JSON_TYPE),
      http.send('POST', PATH, body(1), { ...JSON_TYPE, 'posthorn-key': 'a' }),
    ]);
    expect(refusals.map(({ status }) => status)).toEqual([413, 415, 400, 400]);
  });
});
