// The recorder with a writer that refuses and timers of the test.
import { expect, test } from 'vitest';
import type { CommitUnit, UnitResult } from '#posthorn/engine/engine.js';
import { PosthornError } from '#posthorn/errors/posthorn-error.js';
import { makeRecorder, type Source } from '#posthorn/push/recorder.js';
import { eventually } from '../../harness/eventually.js';

function makeSource(): Source & { units: CommitUnit[]; readonly seen: string[] } {
  const seen: string[] = [];
  const source = {
    seen,
    units: [] as CommitUnit[],
    unit: () => source.units.shift(),
    revise: (unit: CommitUnit) => unit,
    committed: () => void seen.push('committed'),
    stalled: () => void seen.push('stalled'),
    conflicted: () => void seen.push('conflicted'),
  };
  return source;
}

test('once stopped nothing is tried again, nothing is written past what was refused, and nobody waits', async () => {
  const timers = new Set<() => void>();
  const written: CommitUnit[] = [];
  const recorder = makeRecorder({
    commit: (unit): Promise<UnitResult> => {
      written.push(unit);
      return Promise.reject(new PosthornError('SHUTTING_DOWN', 'The server is stopping.'));
    },
    timer: (callback, ms) => {
      if (ms < 50) setImmediate(callback);
      else timers.add(callback);
      return () => timers.delete(callback);
    },
  });
  const source = makeSource();
  source.units = [{}, {}];
  recorder.changed(source);
  await eventually(() => expect(timers.size).toBe(1));
  const settled = recorder.settle(source);
  recorder.stop();
  await settled;
  expect([source.seen, timers.size]).toEqual([['stalled'], 0]);
  recorder.changed(source);
  await recorder.settle(source);
  const late = makeSource();
  late.units = [{}];
  await recorder.settle(late);
  expect([late.seen, timers.size, written.length]).toEqual([['stalled'], 0, 2]);
});
