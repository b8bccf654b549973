import { describe, expect, it } from 'vitest';
import type { FetchAnswer, FetchRequest } from '#posthorn/consume/fetch.js';
import { chooseFormat } from '#posthorn/consume/fetch-format.js';
import { fetcherOver, packBatch, type Stored } from './memory-log.js';
import { problemOf } from './problem-of.js';

const VALUES = 'application/vnd.posthorn.values+x-ndjson';
const LINES = 'application/x-ndjson';
const JSON_TYPE = 'application/json';

const asked = (fields: Partial<FetchRequest> = {}): FetchRequest => ({
  topic: 'orders',
  partition: 0,
  start: { kind: 'earliest' },
  format: JSON_TYPE,
  ...fields,
});

function textOf({ chunks, bytes }: FetchAnswer): string {
  const whole = Buffer.concat(chunks);
  expect(whole.length).toBe(bytes);
  return whole.toString('utf8');
}

const PLAIN: Stored = { values: ['{"n":9007199254740993}', '[1 , 2]', '"ü"'] };
const MIXED: Stored = {
  values: ['{"a":\r\n1}', '', Uint8Array.of(0, 255, 10), '"plain"'],
  columns: {
    key: ['k"1', 'k2', null, null],
    headers: ['{"source":"shop"}', null, null, null],
    contentType: ['application/problem+json; charset=utf-8', null, 'image/png', null],
    schemaVersion: [2, null, null, null],
    timestamp: [5, null, null, null],
    tombstone: [null, 1, null, null],
    unframed: [1, 1, 1, null],
  },
};

describe('application/json', () => {
  it('splices every value in as its own bytes', () => {
    const answer = fetcherOver([PLAIN, MIXED], 7).fetch(asked());
    const text = textOf(answer);
    expect(text).toBe(
      '{"topic":"orders","partition":0,"logStartOffset":7,"highWatermark":14,"nextOffset":14,"events":[' +
        '{"offset":7,"timestamp":1700000000000,"key":null,"headers":{},"value":{"n":9007199254740993}},' +
        '{"offset":8,"timestamp":1700000000000,"key":null,"headers":{},"value":[1 , 2]},' +
        '{"offset":9,"timestamp":1700000000000,"key":null,"headers":{},"value":"ü"},' +
        '{"offset":10,"timestamp":5,"key":"k\\"1","headers":{"source":"shop"},' +
        '"contentType":"application/problem+json; charset=utf-8","schemaVersion":2,"value":{"a":\r\n1}},' +
        '{"offset":11,"timestamp":1700000000000,"key":"k2","headers":{},"value":null},' +
        '{"offset":12,"timestamp":1700000000000,"key":null,"headers":{},"contentType":"image/png","valueBase64":"AP8K"},' +
        '{"offset":13,"timestamp":1700000000000,"key":null,"headers":{},"value":"plain"}]}',
    );
    expect(JSON.parse(text).events).toHaveLength(7);
    expect(answer).toMatchObject({ baseOffset: 7, nextOffset: 14, logStartOffset: 7, highWatermark: 14 });
  });

  it('keeps long values uncopied and in their place', () => {
    const long = JSON.stringify('x'.repeat(50_000));
    const answer = fetcherOver([{ values: ['1', long, '2', long] }]).fetch(asked());
    const { events } = JSON.parse(textOf(answer));
    expect(events.map(({ value }: { value: unknown }) => value)).toEqual([1, JSON.parse(long), 2, JSON.parse(long)]);
    expect(answer.chunks.filter((chunk) => chunk.length === long.length)).toHaveLength(2);
  });

  it('answers an empty list at the high watermark', () => {
    const answer = fetcherOver([PLAIN]).fetch(asked({ start: { kind: 'latest' } }));
    expect(JSON.parse(textOf(answer))).toMatchObject({ highWatermark: 3, nextOffset: 3, events: [] });
    expect(answer).toMatchObject({ baseOffset: 3, nextOffset: 3 });
  });
});

describe('application/x-ndjson', () => {
  it('gives one event a line, line breaks inside a value made spaces', () => {
    const text = textOf(fetcherOver([PLAIN, MIXED]).fetch(asked({ format: LINES })));
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(7);
    expect(lines.map((line) => JSON.parse(line).offset)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(lines[3]).toContain('"value":{"a":  1}}');
  });
});

describe('values alone', () => {
  it('passes whole batches on as the very memory of the log', () => {
    const values = Array.from({ length: 2_000 }, (_, index) => JSON.stringify({ index }));
    const fetcher = fetcherOver([{ values }, { values }]);
    const answer = fetcher.fetch(asked({ format: VALUES, start: { kind: 'offset', offset: 10 }, maxEvents: 3_000 }));
    expect(textOf(answer)).toBe(`${[...values.slice(10), ...values.slice(0, 1_010)].join('\n')}\n`);
    expect(answer).toMatchObject({ baseOffset: 10, nextOffset: 3_010 });
    const again = fetcher.fetch(asked({ format: VALUES }));
    expect(again.chunks[0]?.buffer).toBe(answer.chunks[0]?.buffer);
  });

  it('gives a tombstone as null and makes line breaks spaces', () => {
    const text = textOf(fetcherOver([MIXED]).fetch(asked({ format: VALUES, maxEvents: 2 })));
    expect(text).toBe('{"a":  1}\nnull\n');
  });

  it('ends before a value that is not JSON, and names it when it comes first', async () => {
    const fetcher = fetcherOver([MIXED]);
    const answer = fetcher.fetch(asked({ format: VALUES }));
    expect([textOf(answer), answer.nextOffset]).toEqual(['{"a":  1}\nnull\n', 2]);
    const problem = await problemOf(() =>
      fetcher.fetch(asked({ format: VALUES, start: { kind: 'offset', offset: 2 } })),
    );
    expect(problem.code).toBe('NOT_ACCEPTABLE');
    expect(problem.message).toMatch(/offset 2 .*application\/json/);
    expect(textOf(fetcher.fetch(asked({ format: VALUES, start: { kind: 'offset', offset: 3 } })))).toBe('"plain"\n');
  });
});

describe('where a fetch begins', () => {
  it.each([
    [{ kind: 'offset', offset: 8 }, 8],
    [{ kind: 'offset', offset: 10 }, 10],
    [{ kind: 'timestamp', timestamp: 0 }, 7],
    [{ kind: 'timestamp', timestamp: 1_800_000_000_000 }, 10],
    [{ kind: 'earliest' }, 7],
    [{ kind: 'latest' }, 10],
  ] as const)('%j is offset %i', (start, offset) => {
    expect(fetcherOver([PLAIN], 7).fetch(asked({ start })).baseOffset).toBe(offset);
  });

  it.each([6, 11])('refuses offset %i, outside of the log, with both bounds', async (offset) => {
    const problem = await problemOf(() => fetcherOver([PLAIN], 7).fetch(asked({ start: { kind: 'offset', offset } })));
    expect([problem.code, problem.members]).toEqual(['OFFSET_OUT_OF_RANGE', { logStartOffset: 7, highWatermark: 10 }]);
    expect(problem.message).toContain(offset < 7 ? '?offset=7' : '?offset=10');
  });

  it('refuses unknown topics and partitions', async () => {
    const fetcher = fetcherOver([PLAIN]);
    expect((await problemOf(() => fetcher.fetch(asked({ topic: 'x' })))).code).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    const problem = await problemOf(() => fetcher.fetch(asked({ partition: 1 })));
    expect([problem.code, problem.message]).toEqual([
      'UNKNOWN_TOPIC_OR_PARTITION',
      expect.stringContaining('from 0 to 0'),
    ]);
  });
});

describe('the size of an answer', () => {
  it('ends early where headers outgrow the values', () => {
    const headers = JSON.stringify({ h: 'x'.repeat(1_000_000) });
    const values = Array.from({ length: 50 }, () => '1');
    const answer = fetcherOver([{ values, columns: { headers } }]).fetch(asked({ format: LINES }));
    expect(answer.nextOffset).toBe(34);
    expect(textOf(answer).split('\n')).toHaveLength(35);
  });
});

describe('Accept', () => {
  it.each([
    [undefined, JSON_TYPE],
    ['*/*', JSON_TYPE],
    ['application/*', JSON_TYPE],
    [LINES, LINES],
    [VALUES, VALUES],
    [`text/html, ${VALUES};q=0.9, */*;q=0.1`, VALUES],
    [`${JSON_TYPE};q=0.5, ${LINES}`, LINES],
    [`${JSON_TYPE};q=0, */*`, LINES],
    ['Application/X-NDJSON', LINES],
  ])('%s is answered in %s', (accept, format) => {
    expect(chooseFormat(accept)).toBe(format);
  });

  it.each(['text/html', 'application/xml', `${JSON_TYPE};q=0`])('refuses %s', async (accept) => {
    const problem = await problemOf(() => chooseFormat(accept));
    expect([problem.code, problem.message]).toEqual(['NOT_ACCEPTABLE', expect.stringContaining(VALUES)]);
  });
});

it('packs as the model says', () => {
  expect([...packBatch(PLAIN).ends]).toEqual([22, 30, 35]);
});
