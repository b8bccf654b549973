import { describe, expect, it } from 'vitest';
import type { Partition } from './history.js';
import {
  fail,
  fetched,
  found,
  foundBehind,
  foundWith,
  IN0,
  IN1,
  info,
  ok,
  place,
  polled,
  positionsBehind,
  type Steps,
  soundSteps,
  transaction,
} from './planted.js';

const committed = (generation: number, memberId: string, partition: Partition, offset: number) =>
  ok('commit', { group: 'g', memberId, generation, offsets: [place(partition, offset)] }, {});
const described = (in0: number, in1: number) =>
  ok('describe', { group: 'g' }, { committed: [place('in/0', in0), place('in/1', in1)], watermarks: [] });

describe('what the checker says about hand-outs', () => {
  it('names an event left out between two hand-outs a skip', () => {
    const first = polled('g', {}, { memberId: 'ann', generation: 1, handed: { 'in/0': IN0.slice(0, 1) } });
    expect(foundWith({ 'ann joins': first })).toEqual(['poll-skip', 'unseen']);
  });

  it('names a hand-out that goes back', () => {
    const again = polled(
      'g',
      { memberId: 'ann' },
      { memberId: 'ann', generation: 1, handed: { 'in/0': IN0.slice(1, 3) } },
    );
    expect(foundWith({ 'ann goes on': again })).toEqual(['nonmonotonic-poll']);
  });

  it('names an event left out inside a hand-out', () => {
    const events = IN0.filter(([offset]) => offset === 0 || offset === 2);
    const kinds = foundWith({
      'ann joins': polled('g', {}, { memberId: 'ann', generation: 1, handed: { 'in/0': events } }),
      'ann goes on': polled('g', { memberId: 'ann' }, { memberId: 'ann', generation: 1 }),
    });
    expect(kinds).toEqual(['int-poll-skip', 'unseen']);
  });

  it('lets a member go on behind what a lost answer may have held, and back by a rewind', () => {
    const lost = info('poll', { group: 'g', memberId: 'ann', commit: false });
    const steps: Steps = new Map();
    for (const [name, step] of soundSteps()) {
      if (name === 'ann goes on') steps.set('lost', lost);
      steps.set(name, step);
    }
    const rewound = polled(
      'g',
      { memberId: 'ann', commit: [] },
      { memberId: 'ann', generation: 1, handed: { 'in/0': IN0.slice(0, 3) } },
    );
    steps.set('ann goes on', rewound);
    expect(found(steps)).toEqual([]);
    const skipped = polled('g', { memberId: 'ann' }, { memberId: 'ann', generation: 1, handed: { 'in/0': [] } });
    steps.set('ann goes on', skipped);
    expect(found(steps)).toEqual(['unseen']);
  });

  it('names events that no answer brought unseen', () => {
    expect(foundWith({ 'ann ends': undefined })).toEqual(['unseen']);
  });

  it('names what two transactions took, and what none did', () => {
    const twice = ok('transact', transaction('t2', 3, 6, 't2'), { placed: [place('out/0', 2)], duplicate: false });
    expect(foundBehind('t1', twice)).toContain('double-processing');
    const end = { line: 'drained', at: 0, group: 'once', topics: ['in'], exactlyOnce: true } as const;
    expect(foundBehind('g drained', end)).toEqual(['unprocessed', 'unseen']);
  });
});

describe('what the checker says about committed offsets', () => {
  it('names a commit lost that is gone after the kill', () => {
    expect(foundWith({ 'describe g': described(0, 1) })).toEqual(['lost-commit']);
    expect(foundWith({ 'describe g': described(3, 0) })).toEqual(['lost-commit']);
  });

  it('names a commit foreign that nobody made', () => {
    expect(foundWith({ 'describe g': described(5, 1) })).toEqual(['foreign-commit']);
  });

  it('finds the committed offset by where a new owner begins, gaps of the log apart', () => {
    const start = (offset: number) =>
      polled(
        'g',
        {},
        {
          memberId: 'cyd',
          generation: 3,
          assignment: ['in/0'],
          handed: { 'in/0': IN0.filter(([at]) => at >= offset) },
        },
      );
    expect(foundBehind('describe g', start(5))).toEqual([]);
    expect(foundBehind('describe g', start(2))).toEqual(['lost-commit']);
    expect(foundBehind('ann commits', start(0))).toEqual(expect.arrayContaining(['lost-commit']));
  });

  it('accepts that a commit of unknown outcome stands or does not', () => {
    const call = { group: 'g', memberId: 'bob', generation: 2, offsets: [place('in/1', 3)] };
    const cut = (in1: number) => {
      const steps: Steps = new Map();
      for (const [name, step] of soundSteps()) {
        if (name === 'describe g') steps.set('cut', info('commit', call));
        steps.set(name, step);
      }
      steps.set('describe g', described(3, in1));
      return found(steps);
    };
    expect(cut(1)).toEqual([]);
    expect(cut(3)).toEqual([]);
    expect(cut(2)).toEqual(['foreign-commit']);
  });

  it('no longer accepts it to take effect once the server was gone and the offset committed anew', () => {
    const steps: Steps = new Map();
    for (const [name, step] of soundSteps()) {
      if (name === 'down') {
        steps.set('cut', info('commit', { group: 'g', memberId: 'bob', generation: 2, offsets: [place('in/1', 3)] }));
      }
      steps.set(name, step);
    }
    steps.set('describe g', described(3, 3));
    expect(found(steps)).toEqual(['foreign-commit']);
  });

  it('names the effect of a commit that was refused', () => {
    const refused = fail(
      'commit',
      { group: 'g', memberId: 'ann', generation: 1, offsets: [place('in/1', 3)] },
      'ILLEGAL_GENERATION',
    );
    const steps: Steps = new Map();
    for (const [name, step] of soundSteps()) {
      if (name === 'describe g') steps.set('refused', refused);
      steps.set(name, step);
    }
    expect(found(steps)).toEqual([]);
    steps.set('describe g', described(3, 3));
    expect(found(steps)).toEqual(['fenced-effect']);
  });

  it('names a transaction torn of which only the events or only the commit shows', () => {
    const once = (offset: number) =>
      ok('describe', { group: 'once' }, { committed: [place('in/0', offset)], watermarks: [] });
    expect(foundWith({ 'describe once': once(3), 'final out/0': fetched('out/0', 0, 1) })).toEqual([]);
    expect(foundBehind('final out/0', once(3))).toEqual(['torn-transaction']);
    expect(foundWith({ 'final out/0': fetched('out/0', 0, 1) })).toEqual(['torn-transaction']);
  });

  it('names a commit G1c whose reader stands before what it read', () => {
    const produced = { unit: 'late', topic: 'in', form: 'batch', ids: ['l0', 'l1'] } as const;
    const steps: Steps = new Map([
      ['late', info('send', produced)],
      [
        'join',
        polled('once', {}, { memberId: 'o', generation: 1, assignment: ['in/0'], handed: { 'in/0': [[0, 'l0']] } }),
      ],
      [
        'reader',
        ok(
          'transact',
          {
            ...transaction('reader', 0, 0, 'r'),
            commit: { group: 'once', memberId: 'o', generation: 1, offsets: [place('in/0', 1)] },
          },
          { placed: [place('out/0', 0)], duplicate: false },
        ),
      ],
      [
        'read',
        ok(
          'fetch',
          { partition: 'out/0', offset: 0 },
          {
            logStartOffset: 0,
            highWatermark: 2,
            nextOffset: 2,
            events: [
              [0, 'r'],
              [1, 'l1'],
            ],
          },
        ),
      ],
    ]);
    expect(found(steps)).toEqual(['G1c']);
  });
});

describe('what the checker says about members', () => {
  const annAgain = (generation: number) =>
    polled('g', { memberId: 'ann' }, { memberId: 'ann', generation, handed: {} });

  it('names two owners of a partition', () => {
    expect(foundBehind('bob joins', annAgain(1))).toEqual(['generation-backwards', 'two-owners']);
    expect(foundBehind('bob joins', committed(1, 'ann', 'in/1', 1))).toContain('two-owners');
  });

  it('lets a partition come back to a member with a new generation', () => {
    const own = (memberId: string, generation: number) =>
      polled('k', {}, { memberId, generation, assignment: ['in/0'] });
    const back = (generation: number): Steps =>
      new Map([
        ['1', own('ann', 1)],
        ['2', own('bob', 2)],
        ['3', own('ann', generation)],
      ]);
    expect(found(back(3))).toEqual([]);
    expect(found(back(2))).toEqual([]);
    expect(found(back(1))).toEqual(['generation-backwards', 'two-owners']);
  });

  it('names a generation that goes back', () => {
    const back = polled('g', { memberId: 'ann' }, { memberId: 'ann', generation: 1, assignment: ['in/0'] });
    expect(foundBehind('ann releases', back)).toEqual(['generation-backwards']);
  });

  it('names what a member does that was put out', () => {
    const gone = fail('poll', { group: 'g', memberId: 'bob', commit: false }, 'ILLEGAL_GENERATION');
    expect(foundBehind('up', gone)).toEqual(['fenced-effect']);
    expect(foundBehind('up', ok('leave', { group: 'g', memberId: 'bob' }, {}))).toEqual(['fenced-effect']);
  });

  it('names what an instance does under its former id', () => {
    const join = (memberId: string, events: typeof IN1) => {
      const handed = [{ partition: 'in/1' as const, events }];
      const answer = { memberId, generation: 1, assignment: ['in/1'] as const, handed };
      return ok(
        'poll',
        { group: 'h', instanceId: 'one', commit: true },
        { ...answer, positions: positionsBehind(handed) },
      );
    };
    const commit = ok('commit', { group: 'h', memberId: 'h1', generation: 1, offsets: [place('in/1', 2)] }, {});
    const steps: Steps = new Map([
      ...soundSteps(),
      ['first', join('h1', IN1.slice(0, 2))],
      ['own', commit],
      ['second', join('h2', IN1.slice(2))],
    ]);
    expect(found(steps)).toEqual([]);
    steps.set('former', commit);
    expect(found(steps)).toEqual(['fenced-effect']);
    steps.delete('former');
    steps.set('second', join('h2', IN1.slice(1)));
    expect(found(steps)).toEqual(['lost-commit']);
    steps.set('second', join('h2', IN1));
    expect(found(steps)).toEqual(['lost-commit']);
  });

  it('names one that takes what another one has neither committed nor released', () => {
    const own = (memberId: string, memberGeneration: number, again = false) =>
      polled('k', again ? { memberId } : {}, {
        memberId,
        generation: memberGeneration,
        assignment: ['in/0'],
        handed: { 'in/0': again ? [] : IN0.slice(0, 2) },
      });
    const steps: Steps = new Map([...soundSteps(), ['1', own('ann', 1)], ['2', own('bob', 2)]]);
    expect(found(steps)).toEqual([]);
    steps.set('3', own('ann', 3, true));
    expect(found(steps)).toEqual(['two-owners']);
  });
});
