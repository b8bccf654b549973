import { describe, expect, it } from 'vitest';
import { checkHistory } from './checker.js';
import type { Seen } from './history.js';
import {
  fail,
  fetched,
  found,
  foundBehind,
  foundWith,
  IN0,
  info,
  linesOf,
  ok,
  place,
  polled,
  type Step,
  type Steps,
  soundSteps,
} from './planted.js';

const final = (events: typeof IN0, highWatermark = 6) =>
  ok(
    'fetch',
    { partition: 'in/0', offset: 0 },
    { logStartOffset: 0, highWatermark, nextOffset: highWatermark, events },
  );
const send = (unit: string, ids: readonly string[], offset: number) =>
  ok('send', { unit, topic: 'in', form: 'batch', ids }, { placed: [place('in/0', offset)], duplicate: false });

describe('what the checker says about the log', () => {
  it('finds nothing wrong with a sound history', () => {
    const { anomalies, tally } = checkHistory(linesOf(soundSteps()));
    expect(anomalies).toEqual([]);
    expect(tally).toMatchObject({ kills: 1, events: 9, transactions: 2, handedOut: 11, rebalances: 3 });
    expect(tally.operations.get('send')).toEqual({ ok: 3, fail: 1, info: 3 });
  });

  it('takes a call that never ended for one of unknown outcome', () => {
    const lines = linesOf(soundSteps());
    const open = lines.findIndex((line) => line.line === 'info');
    expect(checkHistory(lines.filter((_, index) => index !== open)).anomalies).toEqual([]);
  });

  it('names an acknowledged event that is gone in the end a lost write', () => {
    expect(foundWith({ 'final in/0': final(IN0.filter(([offset]) => offset !== 1)) })).toEqual([
      'int-poll-skip',
      'lost-write',
    ]);
    expect(foundWith({ 'final in/0': final(IN0.slice(0, 3), 5) })).toContain('lost-write');
  });

  it('names lines lost that were acknowledged and never showed', () => {
    expect(foundBehind('second read', send('f', ['f0', 'f1'], 6))).toContain('lost-write');
  });

  it('accepts a refusal and a skip where something was trimmed, and only there', () => {
    const refused = fail('fetch', { partition: 'in/0', offset: 1 }, 'OFFSET_OUT_OF_RANGE');
    const late = polled('k', {}, { memberId: 'kim', generation: 1, handed: { 'in/0': IN0.slice(2) } });
    const goesOn = polled('k', { memberId: 'kim' }, { memberId: 'kim', generation: 1 });
    const trimmed = (offset: number): Steps =>
      new Map([
        ...soundSteps(),
        ['trim', info('trim', { offsets: [place('in/0', offset)] })],
        ['refused', refused],
        ['late', late],
        ['goes on', goesOn],
      ]);
    expect(found(trimmed(2))).toEqual([]);
    expect(found(trimmed(1))).toEqual(['foreign-commit', 'unexpected-answer']);
  });

  it('accepts that of a compacted topic only the newest event of each key stays', () => {
    const put = (unit: string, key: string, offset: number) =>
      ok(
        'send',
        { unit, topic: 'state', form: 'single', ids: [unit], key },
        { placed: [place('state/0', offset)], duplicate: false },
      );
    const read = (...events: readonly Seen[]) =>
      ok('fetch', { partition: 'state/0' }, { logStartOffset: 0, highWatermark: 3, nextOffset: 3, events });
    const steps = (last: Step, compacted = true): Steps =>
      new Map<string, Step>([
        ...(compacted ? [['compacted', { line: 'compacted', at: 0, topic: 'state' }] as const] : []),
        ['1', put('1', 'k', 0)],
        ['2', put('2', 'l', 1)],
        ['3', put('3', 'k', 2)],
        ['quiet', { line: 'quiet', at: 0 }],
        ['read', last],
      ]);
    expect(found(steps(read([1, '2'], [2, '3'])))).toEqual([]);
    expect(found(steps(read([0, '1'], [2, '3'])))).toEqual(['int-poll-skip', 'lost-write']);
    expect(found(steps(read([1, '2'], [2, '3']), false))).toEqual(['int-poll-skip', 'lost-write']);
  });

  it('accepts what was trimmed', () => {
    const steps = soundSteps();
    const trimmed = ok(
      'fetch',
      { partition: 'in/0' },
      { logStartOffset: 2, highWatermark: 6, nextOffset: 6, events: IN0.slice(2) },
    );
    steps.set('final in/0', trimmed);
    steps.delete('g drained');
    expect(found(steps)).toEqual([]);
  });

  it('names one value at two offsets a duplicate', () => {
    expect(foundWith({ 'final in/0': final([...IN0, [6, 'b1']], 7) })).toContain('duplicate');
    expect(foundWith({ 'final in/0': final([...IN0, [6, 'c']], 7) })).toEqual(['duplicate', 'unseen']);
  });

  it('names two values at one offset inconsistent', () => {
    const changed = IN0.map(([offset, id]) => [offset, offset === 2 ? 'a2' : id] as const);
    expect(foundWith({ 'first read': final(changed.slice(0, 3), 3) })).toContain('inconsistent-offsets');
  });

  it('names a value of a failed write an aborted read', () => {
    expect(foundWith({ 'final in/0': final([...IN0, [6, 'x']], 7) })).toEqual(['aborted-read', 'unseen']);
  });

  it('names a value that nobody sent foreign', () => {
    expect(foundWith({ 'final in/0': final([...IN0, [6, 'z']], 7) })).toEqual(['foreign-value', 'unseen']);
  });

  it('names writes that go back nonmonotonic, between calls and inside one', () => {
    expect(foundWith({ 'send a': send('a', ['a'], 3), 'send b': send('b', ['b0'], 2) })).toContain('nonmonotonic-send');
    const backwards = { placed: [place('in/0', 2), place('in/0', 1), place('in/1', 0)], duplicate: false };
    expect(
      foundWith({
        'send b': ok('send', { unit: 'b', topic: 'in', form: 'batch', ids: ['b1', 'b0', 'b2'] }, backwards),
      }),
    ).toEqual(['int-nonmonotonic-send']);
  });

  it('names a refusal without a reason', () => {
    const call = { unit: 'y', topic: 'in', form: 'single', ids: ['y'] } as const;
    expect(foundBehind('send a', fail('send', call, 'UNKNOWN_TOPIC_OR_PARTITION'))).toEqual(['unexpected-answer']);
    expect(foundBehind('send a', fail('send', call, 'SHUTTING_DOWN'))).toEqual([]);
  });

  it('names a part of a unit that shows without the rest torn', () => {
    const torn = info('send', { unit: 'd', topic: 'in', form: 'lines', ids: ['d0', 'd1', 'd2'] });
    expect(foundWith({ 'send d': torn })).toEqual(['torn-transaction']);
  });

  it('names units in two orders G0', () => {
    const both = (unit: string, offsets: readonly [number, number]) =>
      ok(
        'send',
        { unit, topic: 'in', form: 'batch', ids: [`${unit}0`, `${unit}1`] },
        { placed: [place('in/7', offsets[0]), place('in/8', offsets[1])], duplicate: false },
      );
    const kinds = found(
      new Map([
        ['p', both('p', [0, 1])],
        ['q', both('q', [1, 0])],
      ]),
    );
    expect(kinds).toEqual(['G0', 'nonmonotonic-send']);
  });
});

describe('what the checker says about fetches', () => {
  it('names an event that is left out a skip', () => {
    expect(foundWith({ 'first read': final([IN0[0] ?? [0, ''], IN0[2] ?? [0, '']], 3) })).toEqual(['int-poll-skip']);
    expect(foundWith({ 'second read': fetched('in/1', 1, 3) })).toEqual([]);
  });

  it('takes a gap of the log for nothing left out', () => {
    expect(foundBehind('send c', fetched('in/0', 3, 6))).toEqual([]);
  });

  it('names events out of order', () => {
    const turned = [IN0[1], IN0[0], IN0[2]].flatMap((event) => (event === undefined ? [] : [event]));
    expect(foundWith({ 'first read': final(turned, 3) })).toContain('int-nonmonotonic-poll');
  });

  it('names a high watermark that falls', () => {
    expect(foundBehind('final in/1', fetched('in/1', 0, 2))).toEqual(['watermark-backwards']);
  });

  it('names a read stale that misses what was acknowledged before', () => {
    expect(foundBehind('send a', fetched('in/0', 0, 0))).toEqual(['stale-read']);
  });

  it('names a read of one part of a unit torn, where another part is not there yet', () => {
    const steps = new Map([...soundSteps()].filter(([name]) => name !== 'first read'));
    const cut = steps.get('send b');
    if (cut === undefined || 'line' in cut || cut.kind !== 'send') throw new Error('The script has changed.');
    steps.set('send b', info('send', cut.call));
    expect(found(steps)).toEqual([]);
    const torn = [...steps].flatMap(([name, step]) =>
      name === 'send x'
        ? [
            [name, step] as const,
            ['one part', fetched('in/0', 0, 3)] as const,
            ['other part', fetched('in/1', 0, 0)] as const,
          ]
        : [[name, step] as const],
    );
    expect(found(new Map(torn))).toEqual(['torn-read']);
  });
});
