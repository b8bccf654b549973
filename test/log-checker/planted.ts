// A small sound history for the checker's own tests, step by step, and the means to plant one error in it.
import type { AnomalyKind } from './anomaly.js';
import { checkHistory } from './checker.js';
import type { CallOf, Drained, Kind, Line, Partition, Position, ResultOf, Seen, Stretch } from './history.js';
import type { Outcome } from './operations.js';

type StepOf<K extends Kind> = { readonly kind: K; readonly call: CallOf<K>; readonly outcome: Outcome<K> };
type CallStep = { [K in Kind]: StepOf<K> }[Kind];
export type Step = CallStep | Exclude<Line, { op: number }>;
/** By name, in the order in which they happen, each behind the end of the one before it. */
export type Steps = Map<string, Step>;

export const ok = <K extends Kind>(kind: K, call: CallOf<K>, result: ResultOf<K>): Step =>
  ({ kind, call, outcome: { kind: 'ok', result } }) as Step;
export const fail = <K extends Kind>(kind: K, call: CallOf<K>, code: string): Step =>
  ({ kind, call, outcome: { kind: 'fail', code } }) as Step;
export const info = <K extends Kind>(kind: K, call: CallOf<K>): Step =>
  ({ kind, call, outcome: { kind: 'info', reason: 'cut' } }) as Step;
const down: Step = { line: 'down', at: 0, signal: 'SIGKILL' };
const up: Step = { line: 'up', at: 0 };
const quiet: Step = { line: 'quiet', at: 0 };
const drained = (group: string, topics: readonly string[], exactlyOnce = false): Drained => ({
  ...{ line: 'drained', at: 0, group, topics, exactlyOnce },
});

/** `in/0` by id; an offset that is left out is a gap of the log. */
export const IN0: readonly Seen[] = [
  [0, 'a'],
  [1, 'b0'],
  [2, 'b1'],
  [5, 'c'],
];
export const IN1: readonly Seen[] = [
  [0, 'b2'],
  [1, 'd0'],
  [2, 'd1'],
];
const OUT0: readonly Seen[] = [
  [0, 't0'],
  [1, 't1'],
];
const LOGS: Readonly<Record<Partition, readonly Seen[]>> = { 'in/0': IN0, 'in/1': IN1, 'out/0': OUT0 };

export const place = (partition: Partition, offset: number): Position => ({ partition, offset });

const send = (unit: string, form: 'single' | 'lines' | 'batch', ids: readonly string[]): CallOf<'send'> => ({
  ...{ unit, topic: 'in', form, ids },
});
const sent = (...placed: readonly Position[]): ResultOf<'send'> => ({ placed, duplicate: false });

/** Everything from `offset` on that is there when the partition ends at `highWatermark`. */
export function fetched(partition: Partition, offset: number, highWatermark: number): Step {
  const events = (LOGS[partition] ?? []).filter(([at]) => at >= offset && at < highWatermark);
  return ok('fetch', { partition, offset }, { logStartOffset: 0, highWatermark, nextOffset: highWatermark, events });
}

export type Poll = { readonly memberId?: string; readonly commit?: CallOf<'poll'>['commit'] };
type Answer = Omit<ResultOf<'poll'>, 'assignment' | 'handed' | 'positions'> & {
  readonly assignment?: readonly Partition[];
  readonly handed?: Readonly<Partial<Record<Partition, readonly Seen[]>>>;
};

export function positionsBehind(stretches: readonly Stretch[]): Position[] {
  return stretches.flatMap(({ partition, events }) => {
    const last = events.at(-1);
    return last === undefined ? [] : [place(partition, last[0] + 1)];
  });
}

export function polled(group: string, { memberId, commit = false }: Poll, answer: Answer): Step {
  const { handed = {}, assignment = ['in/0', 'in/1'], ...rest } = answer;
  const stretches = Object.entries(handed).map(([partition, events]) => ({
    partition: partition as Partition,
    events: events ?? [],
  }));
  const call = { group, commit, ...(memberId === undefined ? {} : { memberId }) };
  const positions = positionsBehind(stretches);
  return ok('poll', call, { ...rest, assignment, handed: stretches, positions });
}

export const transaction = (name: string, from: number, to: number, id: string): CallOf<'transact'> => ({
  unit: name,
  produce: [{ topic: 'out', ids: [id] }],
  commit: { group: 'once', memberId: 'o', generation: 1, offsets: [place('in/0', to)] },
  inputs: [{ partition: 'in/0', events: IN0.filter(([offset]) => offset >= from && offset < to) }],
});

/** Sends of every form and fate, two members that share a group, transactions, a kill, and the end. */
export function soundSteps(): Steps {
  return new Map<string, Step>([
    ['send a', ok('send', send('a', 'single', ['a']), sent(place('in/0', 0)))],
    [
      'send b',
      ok('send', send('b', 'batch', ['b0', 'b1', 'b2']), sent(place('in/0', 1), place('in/0', 2), place('in/1', 0))),
    ],
    ['send x', fail('send', send('x', 'single', ['x']), 'UNREACHED')],
    ['first read', fetched('in/0', 0, 3)],
    ['ann joins', polled('g', {}, { memberId: 'ann', generation: 1, handed: { 'in/0': IN0.slice(0, 2) } })],
    [
      'ann goes on',
      polled('g', { memberId: 'ann' }, { memberId: 'ann', generation: 1, handed: { 'in/0': IN0.slice(2, 3) } }),
    ],
    ['ann commits', ok('commit', { group: 'g', memberId: 'ann', generation: 1, offsets: [place('in/0', 3)] }, {})],
    [
      'ann releases',
      polled('g', { memberId: 'ann', commit: true }, { memberId: 'ann', generation: 2, assignment: ['in/0'] }),
    ],
    [
      'bob joins',
      polled('g', {}, { memberId: 'bob', generation: 2, assignment: ['in/1'], handed: { 'in/1': IN1.slice(0, 1) } }),
    ],
    ['send c, cut', info('send', send('c', 'single', ['c']))],
    ['down', down],
    ['up', up],
    ['send c', ok('send', send('c', 'single', ['c']), { placed: [place('in/0', 5)], duplicate: true })],
    ['send d', info('send', send('d', 'lines', ['d0', 'd1']))],
    ['send e', info('send', send('e', 'single', ['e']))],
    ['second read', fetched('in/1', 0, 3)],
    [
      'once joins',
      polled('once', {}, { memberId: 'o', generation: 1, assignment: ['in/0'], handed: { 'in/0': IN0.slice(0, 3) } }),
    ],
    ['t0', ok('transact', transaction('t0', 0, 3, 't0'), sent(place('out/0', 0)))],
    [
      'once goes on',
      polled(
        'once',
        { memberId: 'o', commit: [] },
        { memberId: 'o', generation: 1, assignment: ['in/0'], handed: { 'in/0': IN0.slice(3) } },
      ),
    ],
    ['t1', info('transact', transaction('t1', 3, 6, 't1'))],
    [
      'bob commits',
      polled(
        'g',
        { memberId: 'bob', commit: [place('in/1', 1)] },
        { memberId: 'bob', generation: 2, assignment: ['in/1'], handed: { 'in/1': IN1.slice(1) } },
      ),
    ],
    [
      'ann ends',
      polled(
        'g',
        { memberId: 'ann', commit: true },
        { memberId: 'ann', generation: 2, assignment: ['in/0'], handed: { 'in/0': IN0.slice(3) } },
      ),
    ],
    ['describe g', ok('describe', { group: 'g' }, { committed: [place('in/0', 3), place('in/1', 1)], watermarks: [] })],
    ['describe once', ok('describe', { group: 'once' }, { committed: [place('in/0', 6)], watermarks: [] })],
    ['quiet', quiet],
    ['final in/0', fetched('in/0', 0, 6)],
    ['final in/1', fetched('in/1', 0, 3)],
    ['final out/0', fetched('out/0', 0, 2)],
    ['g drained', drained('g', ['in'])],
  ]);
}

/** From the beginning of one step to that of the next. */
export const STEP_MS = 100;

export function linesOf(steps: Steps): Line[] {
  const lines: Line[] = [];
  let at = 0;
  for (const [worker, step] of steps) {
    at += STEP_MS;
    if ('line' in step) {
      lines.push(step);
      continue;
    }
    const { kind, call, outcome } = step;
    const op = lines.length;
    lines.push({ line: 'invoke', op, at, worker, kind, call });
    const { kind: line, ...rest } = outcome;
    lines.push({ line, op, at: at + 1, ...rest } as Line);
  }
  return lines;
}

/** The kinds that the checker finds, each once, in alphabetical order. */
export function found(steps: Steps): AnomalyKind[] {
  return [...checkHistory(linesOf(steps)).counts.keys()].sort();
}

/** What it finds once these steps are put in place of those of the same name, and `undefined` takes one out. */
export function foundWith(changes: Readonly<Record<string, Step | undefined>>): AnomalyKind[] {
  const steps = soundSteps();
  for (const [name, step] of Object.entries(changes)) {
    if (!steps.has(name)) throw new Error(`There is no step '${name}'.`);
    if (step === undefined) steps.delete(name);
    else steps.set(name, step);
  }
  return found(steps);
}

/** What it finds with this step behind the named one. */
export function foundBehind(name: string, step: Step): AnomalyKind[] {
  const steps: Steps = new Map();
  for (const [known, own] of soundSteps()) {
    steps.set(known, own);
    if (known === name) steps.set('planted', step);
  }
  if (!steps.has('planted')) throw new Error(`There is no step '${name}'.`);
  return found(steps);
}
