import { expect, test } from 'vitest';
import { makeFaults } from '#posthorn/produce/faults.js';
import { problemOf } from './problem-of.js';

async function refusal(...places: readonly (readonly [number, string])[]) {
  const faults = makeFaults();
  for (const [index, path] of places)
    faults.add(index === 0 ? 'INVALID_JSON' : 'INVALID_RECORD', index, path, 'is wrong');
  return problemOf(async () => faults.raise());
}

test('places come in order of events, whichever step found them, and the code is that of the first', async () => {
  const problem = await refusal([2, '/a'], [0, '/b'], [2, '/c'], [1, '/d']);
  expect(problem.errors.map(({ index, path }) => [index, path])).toEqual([
    [0, '/b'],
    [1, '/d'],
    [2, '/a'],
    [2, '/c'],
  ]);
  expect(problem.code).toBe('INVALID_JSON');
  expect(problem.message).toContain('Event 0 at /b: is wrong. 4 places in 3 events are wrong.');
});

test('the count says no more than there is to say', async () => {
  expect((await refusal([1, '/a'])).message).toBe(
    'Event 1 at /a: is wrong. Nothing was appended: mend what errors lists and send it again.',
  );
  expect((await refusal([1, '/a'], [1, '/b'])).message).toContain('. 2 places are wrong.');
  expect((await refusal([1, '/a'], [2, '/b'])).message).toContain('. 2 events are wrong.');
});
