// One client: makes its calls one by one, and writes down how each began and what is known of its end.
import type { HttpAnswer } from '../harness/http.js';
import type { CallOf, Kind, Line, ResultOf } from './history.js';
import type { Outcome } from './operations.js';

export type Recorder = {
  write(line: Line): void;
  nextOperation(): number;
  /** ms since the run began. */
  now(): number;
};

export function makeRecorder(append: (line: Line) => void): Recorder {
  const begun = performance.now();
  let operations = 0;
  return {
    write: append,
    nextOperation: () => {
      operations += 1;
      return operations;
    },
    now: () => Math.round((performance.now() - begun) * 10) / 10,
  };
}

export type Request<K extends Kind> = {
  readonly kind: K;
  readonly call: CallOf<K>;
  send(signal: AbortSignal): Promise<HttpAnswer>;
  read(answer: HttpAnswer): ResultOf<K>;
};

export type Caller = {
  /** `cutAfterMs`: hang up then, if no answer is there. */
  make<K extends Kind>(request: Request<K>, cutAfterMs?: number): Promise<Outcome<K>>;
};

/** Codes below 500 and this one promise that nothing was written. */
const REFUSED = 'SHUTTING_DOWN';
const THROTTLED = 'THROTTLING_QUOTA_EXCEEDED';
/** To a send it says that the events are stored, but not where. */
const CONFLICT = 'VERSION_CONFLICT';

function codeOf(answer: HttpAnswer): string {
  try {
    return answer.json<{ code?: string }>().code ?? `HTTP_${answer.status}`;
  } catch {
    return `HTTP_${answer.status}`;
  }
}

function judge<K extends Kind>({ kind, read }: Request<K>, answer: HttpAnswer): Outcome<K> {
  if (answer.status < 300) {
    try {
      return { kind: 'ok', result: read(answer) };
    } catch (error) {
      return { kind: 'info', reason: `HTTP ${answer.status} cannot be read: ${String(error)}` };
    }
  }
  const code = codeOf(answer);
  if (kind === 'send' && code === CONFLICT) return { kind: 'info', reason: code };
  // A group's fetch is more than one step: what it commits stands, though a later one fails.
  if (kind === 'poll' && code === THROTTLED) return { kind: 'info', reason: code };
  if (kind === 'poll' && code === CONFLICT) return { kind: 'info', reason: `HTTP ${answer.status} ${code}` };
  if (answer.status < 500 || code === REFUSED) return { kind: 'fail', code };
  return { kind: 'info', reason: `HTTP ${answer.status} ${code}` };
}

async function outcomeOf<K extends Kind>(request: Request<K>, signal: AbortSignal): Promise<Outcome<K>> {
  let answer: HttpAnswer;
  try {
    answer = await request.send(signal);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ECONNREFUSED') return { kind: 'fail', code: 'UNREACHED' };
    return { kind: 'info', reason: signal.aborted ? 'cut' : message };
  }
  return judge(request, answer);
}

export function makeCaller(recorder: Recorder, worker: string): Caller {
  return {
    make: async (request, cutAfterMs) => {
      const op = recorder.nextOperation();
      const { kind, call } = request;
      recorder.write({ line: 'invoke', op, at: recorder.now(), worker, kind, call });
      const cut = new AbortController();
      const timer = cutAfterMs === undefined ? undefined : setTimeout(() => cut.abort(), cutAfterMs);
      const outcome = await outcomeOf(request, cut.signal);
      clearTimeout(timer);
      const { kind: line, ...rest } = outcome;
      recorder.write({ line, op, at: recorder.now(), ...rest } as Line);
      return outcome;
    },
  };
}
