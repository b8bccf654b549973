// Calls of members that were cut off, and reach the server behind the next one.
import { describe, expect, it } from 'vitest';
import { found, IN0, info, polled, type Step, type Steps, soundSteps } from './planted.js';

const cutOff = info('poll', { group: 'g', memberId: 'ann', commit: [] });
const anew = polled(
  'g',
  { memberId: 'ann', commit: [] },
  { memberId: 'ann', generation: 1, handed: { 'in/0': IN0.slice(0, 2) } },
);
const again = polled(
  'g',
  { memberId: 'ann', commit: true },
  { memberId: 'ann', generation: 1, handed: { 'in/0': IN0.slice(0, 3) } },
);

/** In place of the call by which the member goes on. */
function foundBetween(...between: readonly (readonly [string, Step])[]) {
  const steps: Steps = new Map();
  for (const [name, step] of soundSteps()) {
    if (name !== 'ann goes on') steps.set(name, step);
    else for (const one of between) steps.set(...one);
  }
  return found(steps);
}

describe('a call that begins anew at the committed offsets', () => {
  it('may do so behind the next one, where it was cut off', () => {
    expect(foundBetween(['cut off', cutOff], ['anew', anew], ['again', again])).toEqual([]);
  });

  it('is missing where a member goes back without one', () => {
    expect(foundBetween(['anew', anew], ['again', again])).toEqual(['nonmonotonic-poll']);
  });

  it('does not outlive the server', () => {
    const steps = [
      ['cut off', cutOff],
      ['ended', { line: 'down', at: 0, signal: 'SIGKILL' }],
      ['back', { line: 'up', at: 0 }],
      ['anew', anew],
      ['again', again],
    ] as const;
    expect(foundBetween(...steps)).toContain('nonmonotonic-poll');
  });
});
