import { describe, expect, it } from 'vitest';
import { makeHttpClient } from '../harness/http.js';
import { type Answer, startReceiver } from '../harness/receiver.js';
import { makeCaller, makeRecorder } from './caller.js';
import { idsIn, textOf } from './event-text.js';
import { pollRequest } from './group-calls.js';
import type { Line } from './history.js';
import { sendRequest } from './log-calls.js';

const sending = { call: { unit: 'u', topic: 'in', form: 'single', ids: ['u.0'] }, deduped: true } as const;

/** What is written down of one call to a server that answers so. */
async function written(answer: Answer, { cutAfterMs, isDown = false }: { cutAfterMs?: number; isDown?: boolean } = {}) {
  const receiver = await startReceiver();
  receiver.respond(answer);
  const client = makeHttpClient(receiver.url);
  const lines: Line[] = [];
  const caller = makeCaller(
    makeRecorder((line) => lines.push(line)),
    'w',
  );
  if (isDown) await receiver.stop();
  await caller.make(sendRequest(client, sending), cutAfterMs);
  client.close();
  if (!isDown) await receiver.stop();
  return lines.map(({ at: _at, ...line }) => line);
}

const json = (status: number, value: unknown): Answer => ({ status, body: JSON.stringify(value) });
const failed = (code: string) => [expect.anything(), { line: 'fail', op: 1, code }];
const unknown = (reason: unknown) => [expect.anything(), { line: 'info', op: 1, reason }];

describe('a call as it is written down', () => {
  it('took effect where the server says so', async () => {
    const answer = json(200, { partition: 1, offset: 7, duplicate: false });
    expect(await written(answer)).toEqual([
      { line: 'invoke', op: 1, worker: 'w', kind: 'send', call: sending.call },
      { line: 'ok', op: 1, result: { placed: [{ partition: 'in/1', offset: 7 }], duplicate: false } },
    ]);
  });

  it('had none where it was refused, or nobody was there', async () => {
    expect(await written(json(422, { code: 'INVALID_RECORD' }))).toEqual(failed('INVALID_RECORD'));
    expect(await written(json(503, { code: 'SHUTTING_DOWN' }))).toEqual(failed('SHUTTING_DOWN'));
    expect(await written(200, { isDown: true })).toEqual(failed('UNREACHED'));
  });

  it('may have had one where the server failed, or its answer is missing', async () => {
    expect(await written(json(503, { code: 'KAFKA_STORAGE_ERROR' }))).toEqual(unknown('HTTP 503 KAFKA_STORAGE_ERROR'));
    expect(await written(json(409, { code: 'VERSION_CONFLICT' }))).toEqual(unknown('VERSION_CONFLICT'));
    expect(await written('close')).toEqual(unknown(expect.stringContaining('hang up')));
    expect(await written('hang', { cutAfterMs: 5 })).toEqual(unknown('cut'));
    expect(await written(json(200, { nothing: 'of it' }))).toEqual([
      expect.anything(),
      expect.objectContaining({ line: 'ok' }),
    ]);
    expect(await written({ status: 200, body: '{' })).toEqual(unknown(expect.stringContaining('cannot be read')));
  });
});

describe('a group fetch that fails', () => {
  it('may have committed before', async () => {
    const receiver = await startReceiver();
    const client = makeHttpClient(receiver.url);
    const membership = { topics: ['in'], waitMs: 0, maxEvents: 1, sessionTimeoutMs: 1_000 };
    const poll = pollRequest(client, { group: 'g', commit: true }, membership);
    const caller = makeCaller(
      makeRecorder(() => undefined),
      'w',
    );
    const outcomeOf = (status: number, code: string) => {
      receiver.respond(json(status, { code }));
      return caller.make(poll);
    };
    const conflict = 'HTTP 409 VERSION_CONFLICT';
    expect(await outcomeOf(409, 'VERSION_CONFLICT')).toEqual({ kind: 'info', reason: conflict });
    expect(await outcomeOf(429, 'THROTTLING_QUOTA_EXCEEDED')).toMatchObject({ kind: 'info' });
    expect(await outcomeOf(409, 'ILLEGAL_GENERATION')).toEqual({ kind: 'fail', code: 'ILLEGAL_GENERATION' });
    client.close();
    await receiver.stop();
  });
});

describe('the ids in an answer', () => {
  it('stand for the very bytes that were sent', () => {
    const text = `{"events":[{"offset":0,"value":${textOf('a')}},{"offset":1,"value":${textOf('b')}}]}`;
    const { events } = JSON.parse(text);
    expect(idsIn(text, events)).toEqual(['a', 'b']);
    const rewritten = JSON.stringify({ events });
    expect(idsIn(rewritten, events)).toEqual([expect.stringMatching(/^!/), expect.stringMatching(/^!/)]);
  });
});
