// The lane as a state machine: random keys, outcomes, commits and crashes; whatever happens, nothing is lost, no key is
// overtaken, and what is committed covers every unfinished offset.
import fc from 'fast-check';
import { test } from 'vitest';
import { type Given, makeWorld, type Ordering } from './lane-world.js';

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('append' as const), pick: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 8, arbitrary: fc.constant({ kind: 'start' as const, pick: 0 }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('ok' as const), pick: fc.nat(50) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('fail' as const), pick: fc.nat(50) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('back' as const), pick: fc.nat(50) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('part' as const), pick: fc.nat(50) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('commit' as const), pick: fc.constant(0) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('ring' as const), pick: fc.nat(50) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('crash' as const), pick: fc.constant(0) }) },
);

const world = fc.record({
  keys: fc.array(fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { freq: 5 }), { minLength: 1, maxLength: 60 }),
  ordering: fc.constantFrom<Ordering>('key', 'partition', 'none'),
  maxEvents: fc.constantFrom(1, 1, 3, 10),
  window: fc.constantFrom(3, 16, 1_024),
  maxParked: fc.constantFrom(2, 1_000),
  passes: fc.constantFrom('all', 'all', 'most', 'few'),
});

type Step = { kind: 'append' | 'start' | 'ok' | 'fail' | 'back' | 'part' | 'commit' | 'ring' | 'crash'; pick: number };

const FREE: Given = {
  keys: [null, null, null, null],
  ordering: 'key',
  maxEvents: 3,
  window: 16,
  maxParked: 2,
  passes: 'all',
};
const does = (kind: Step['kind'], pick = 0): Step => ({ kind, pick });
/** What once went wrong. */
const EXAMPLES: [Given, Step[]][] = [
  // A batch given back while a later one was acknowledged kept its first event alone.
  [FREE, [does('append', 4), does('start'), does('start'), does('back'), does('ok'), does('commit')]],
  // A lone event under way came again in a batch with those behind it.
  [FREE, [does('append', 1), does('start'), does('commit'), does('append', 1), does('crash'), does('start')]],
];

test('no order of outcomes, commits and crashes loses, repeats or reorders', () => {
  fc.assert(
    fc.property(world, fc.array(step, { minLength: 20, maxLength: 120, size: 'max' }), (given, steps) => {
      const it = makeWorld(given);
      for (const { kind, pick } of steps) {
        if (kind === 'append') it.append(pick);
        else if (kind === 'start') it.start();
        else if (kind === 'ok' || kind === 'fail' || kind === 'back' || kind === 'part') it.finish(pick, kind);
        else if (kind === 'commit') it.commit();
        else if (kind === 'ring') it.ring(pick);
        else it.crash();
      }
      it.drain();
    }),
    { seed: 20_261_121, numRuns: 600, examples: EXAMPLES },
  );
});
