// A refusal must not cost more than what it refuses: what is wrong is counted, and named up to a bound.
import { describe, expect, test } from 'vitest';
import { parseCommitBody } from '#posthorn/consume/groups/commit-body.js';
import { parseGroupFetch } from '#posthorn/consume/groups/fetch-body.js';
import { parseAcknowledge } from '#posthorn/consume/groups/shared/settlement-body.js';
import type { PosthornError } from '#posthorn/errors/posthorn-error.js';
import { problemOf as documentOf } from '#posthorn/http/problem.js';
import { ERROR_PLACES_MAX, PRODUCE_MAX_PLACES } from '#posthorn/model/limits.js';
import { parseSeek } from '#posthorn/model/seek-body.js';
import { decodeCloudEvent } from '#posthorn/produce/cloudevent-json.js';
import { decodeEnvelope } from '#posthorn/produce/envelope.js';
import { makeFaults } from '#posthorn/produce/faults.js';
import { readTransaction } from '#posthorn/transactions/transaction-body.js';
import { problemOf } from './problem-of.js';

const MEGABYTE = 1024 * 1024;
/** A refusal may take so many times what the decoding of a good batch of as many bytes takes. */
const MOST_TIMES = 12;

const list = (count: number, one: string): string => `[${Array(count).fill(one).join(',')}]`;
const fields = (count: number): string => Array.from({ length: count }, (_, nth) => `"f${nth}":0`).join(',');
const filling = (bytes: number, one: string): string => list(Math.floor(bytes / (one.length + 1)), one);

function transaction(body: string): void {
  readTransaction(Buffer.from(body));
}

function envelope(body: string): void {
  const faults = makeFaults();
  decodeEnvelope(Buffer.from(body), 'application/json', faults);
  faults.raise();
}

function cloudEvent(body: string): void {
  const faults = makeFaults();
  decodeCloudEvent(Buffer.from(body), undefined, faults);
  faults.raise();
}

const acknowledge = (body: string) => parseAcknowledge(JSON.parse(body));
const seek = (body: string) => parseSeek(JSON.parse(body));
const groupFetch = (body: string) => parseGroupFetch(JSON.parse(body));
const commit = (body: string) => parseCommitBody(JSON.parse(body));

/** The quickest of three: others use the machine, too. */
async function timed(run: () => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let left = 3; left > 0; left -= 1) {
    const start = performance.now();
    await run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

const GOOD_EVENT = '{"key":"k","value":{"customer":"ada","total":12.5,"note":"as ordered"}}';

type Refused = readonly [shape: string, read: (body: string) => unknown, body: string];

const LARGE: readonly Refused[] = [
  ['produce of empty objects', transaction, `{"produce":${filling(4 * MEGABYTE, '{}')}}`],
  ['commits that are none', transaction, `{"commit":${filling(4 * MEGABYTE, '0')}}`],
  ['empty offsets', transaction, `{"commit":[{"group":"q","offsets":${filling(4 * MEGABYTE, '{}')}}]}`],
  ['unknown fields', transaction, `{${fields(300_000)}}`],
  ['a repeated field', transaction, `{${Array(300_000).fill('"produce":[]').join(',')}}`],
  ['too many groups', transaction, `{"commit":${filling(4 * MEGABYTE, '{"group":"g","offsets":[]}')}}`],
  ['depth', transaction, `{"produce":${'['.repeat(4 * MEGABYTE)}`],
  ['empty events', envelope, `{"events":${list(100_000, '{}')}}`],
  ['too many events', envelope, `{"events":${filling(4 * MEGABYTE, '{}')}}`],
  ['one event of unknown fields', envelope, `{"events":[{"value":1,${fields(300_000)}}]}`],
  ['one event of headers', envelope, `{"events":[{"value":1,"headers":{${fields(300_000)}}}]}`],
  ['a CloudEvent of attributes', cloudEvent, `{${fields(300_000)}}`],
  ['empty receipts', acknowledge, `{"ack":${list(300_000, '{}')}}`],
  ['empty offsets of a seek', seek, `{"offsets":${list(300_000, '{}')}}`],
  ['unknown fields of a fetch', groupFetch, `{"topics":["t"],${fields(70_000)}}`],
];

describe('what a wrong body costs', () => {
  for (const [shape, read, body] of LARGE)
    test(`${shape}: bounded by what a good one costs`, async () => {
      const good = `{"events":${filling(body.length, GOOD_EVENT)}}`;
      const most = MOST_TIMES * (await timed(() => envelope(good)));
      let refusal: PosthornError | undefined;
      const cost = await timed(async () => {
        refusal = await problemOf(() => read(body));
      });
      expect(refusal?.errors.length).toBeLessThanOrEqual(PRODUCE_MAX_PLACES);
      expect(JSON.parse(documentOf(refusal as PosthornError, undefined).text).errors?.length ?? 0).toBeLessThanOrEqual(
        ERROR_PLACES_MAX,
      );
      expect(cost).toBeLessThan(most);
    });
});

describe('how many places are wrong is told', () => {
  const COUNTED: readonly (readonly [...Refused, count: number])[] = [
    ['transaction', transaction, `{${fields(5_000)}}`, 5_000],
    ['offsets of a transaction', transaction, `{"commit":[{"group":"q","offsets":${list(1_000, '{}')}}]}`, 3_000],
    ['batch', envelope, `{"events":${list(5_000, '{}')}}`, 5_000],
    ['fetch', groupFetch, `{"topics":["t"],${fields(5_000)}}`, 5_000],
    ['commit', commit, `{"memberId":"m","generation":1,"offsets":${list(1_000, '0')}}`, 1_000],
    ['acknowledge', acknowledge, `{"ack":${list(1_000, '0')}}`, 1_000],
    ['seek', seek, `{"offsets":${list(1_000, '0')}}`, 1_000],
  ];

  test.each(COUNTED)('%s', async (_call, read, body, errorCount) => {
    const refusal = await problemOf(() => read(body));
    const document = JSON.parse(documentOf(refusal, undefined).text);
    expect(document).toMatchObject({ errorCount, errorsOmitted: errorCount - ERROR_PLACES_MAX });
    expect(document.errors).toHaveLength(ERROR_PLACES_MAX);
  });

  test('and where all are named there is nothing to count', async () => {
    const refusal = await problemOf(() => transaction(`{${fields(ERROR_PLACES_MAX)}}`));
    const document = JSON.parse(documentOf(refusal, undefined).text);
    expect(document.errors).toHaveLength(ERROR_PLACES_MAX);
    expect(document).not.toHaveProperty('errorCount');
  });
});

describe('lists that are too long are refused unread', () => {
  test.each<readonly [...Refused, code: string, message: string]>([
    ['acknowledge', acknowledge, `{"ack":${list(10_001, '0')}}`, 'INVALID_REQUEST', '10000'],
    ['seek', seek, `{"offsets":${list(10_001, '0')}}`, 'INVALID_REQUEST', '10000'],
    ['topics', transaction, `{"produce":${list(101, '0')}}`, 'MESSAGE_TOO_LARGE', '100 topics'],
    ['groups', transaction, `{"commit":${list(101, '0')}}`, 'MESSAGE_TOO_LARGE', '100 groups'],
  ])('%s', async (_call, read, body, code, message) => {
    const refusal = await problemOf(() => read(body));
    expect([refusal.code, refusal.errors.length <= 1]).toEqual([code, true]);
    expect(refusal.message).toContain(message);
  });
});

test('too deep is said without reading on, whatever follows', async () => {
  for (const body of ['['.repeat(600), `${'['.repeat(600)}!`, `{"a":${'['.repeat(600)}`]) {
    expect((await problemOf(() => transaction(body))).message).toContain('goes deeper than 512 levels');
  }
  for (const body of ['[1 [', '{"a":1}[', '{"a" {', '[[1],{[']) {
    expect((await problemOf(() => transaction(body))).message).toContain('stops being JSON at byte');
  }
});
