// `posthorn listen`: make sure of the subscription ▸ attend its stream ▸ connect again when it breaks, until told to stop.
import { systemClock } from '../../model/clock.js';
import { LISTEN_RECONNECT_FIRST_MS, LISTEN_RECONNECT_MAX_MS } from '../../model/listen-limits.js';
import { systemTimer } from '../../model/timer.js';
import { watchSignals } from '../signals.js';
import { startFailure } from '../start-failure.js';
import { type Attendance, attend } from './attendance.js';
import { makeBusCalls, ServerGone, ServerRefusal } from './bus-calls.js';
import { jsonLine, makeTextLine } from './delivery-line.js';
import { makeForward } from './forward.js';
import { LISTEN_HELP, type ListenOptions, parseListen, UsageError } from './listen-options.js';
import type { ListenerState } from './stream-reader.js';
import { ensureSubscription } from './subscription.js';

/** Codes that pass by themselves, once the listener had been attached. */
const PASSING: readonly string[] = ['LISTENER_ATTACHED', 'SHUTTING_DOWN', 'THROTTLING_QUOTA_EXCEEDED'];
const FAILED_STATUS = 500;

const note = (text: string): void => void process.stderr.write(`posthorn: ${text}\n`);

/** @returns the exit code */
export async function runListen(args: readonly string[]): Promise<number> {
  try {
    const options = parseListen(args);
    if (options === undefined) process.stdout.write(LISTEN_HELP);
    else await listen(options);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) note(`${error.message} See posthorn listen --help.`);
    else if (error instanceof ServerRefusal) note(`${error.code}${error.code === '' ? '' : ': '}${error.message}`);
    else if (error instanceof ServerGone) note(error.message);
    else process.stderr.write(`${startFailure(error)}\n`);
    return 1;
  }
}

async function listen(options: ListenOptions): Promise<void> {
  const { subscription, server, forward: url } = options;
  const signals = watchSignals();
  const calls = makeBusCalls(options);
  await ensureSubscription(calls, options, note).catch((error: unknown) => {
    if (!(error instanceof ServerGone)) throw error;
    throw new ServerGone(
      `no server: ${error.message}. Start one with posthorn serve, or say where it is with --server.`,
    );
  });
  const forward = makeForward(url);
  const stopped = new AbortController();
  let attendance: Attendance | undefined;
  const stop = (): void => {
    stopped.abort();
    attendance?.stop();
  };
  void signals.first.then(() => {
    note('stopping when all that is under way is answered; once more, and it is given back');
    stop();
  });
  signals.onSecond(() => {
    stopped.abort();
    attendance?.cut();
    forward.close();
  });
  const begin = (): Attendance =>
    attend({
      ...{ calls, subscription, forward, clock: systemClock, timer: systemTimer, note },
      takeover: options.takeover,
      mayTake: makeTake(options.events, stop),
      opened: (state) => {
        note(`listening to '${subscription}' of ${server.origin}, forwarding to ${url.href}`);
        tellPause(subscription, state);
      },
      changed: (state) => tellPause(subscription, state),
      handed: makePrinter(options),
    });
  try {
    await attendAgain(() => (attendance = begin()), stopped.signal, subscription);
  } finally {
    forward.close();
  }
}

/** Counts over all streams; the last one that may be taken stops the rest. */
function makeTake(events: number | undefined, stop: () => void): () => boolean {
  let left = events ?? Number.POSITIVE_INFINITY;
  return () => {
    if (left === 0) return false;
    left -= 1;
    if (left === 0) queueMicrotask(stop);
    return true;
  };
}

/** Returns when stopped. @throws ServerRefusal ServerGone where trying again is of no use */
async function attendAgain(begin: () => Attendance, stopped: AbortSignal, subscription: string): Promise<void> {
  let wasOpen = false;
  for (let failures = 0; !stopped.aborted; failures += 1) {
    let why = 'the stream broke';
    try {
      const { opened, reason } = await begin().ended;
      if (stopped.aborted) return;
      if (reason === 'taken-over') throw new ServerGone(`another listener took '${subscription}' over`);
      if (reason === 'deleted') throw new ServerGone(`subscription '${subscription}' was deleted`);
      if (reason !== undefined) why = 'the server is stopping';
      wasOpen ||= opened;
      if (opened) failures = 0;
    } catch (error) {
      if (stopped.aborted) return;
      if (!wasOpen || !passes(error)) throw error;
      why = (error as Error).message;
    }
    const waitMs = Math.min(LISTEN_RECONNECT_MAX_MS, LISTEN_RECONNECT_FIRST_MS * 2 ** failures);
    note(`${why}; connecting again in ${waitMs} ms`);
    await pause(waitMs, stopped);
  }
}

function passes(error: unknown): boolean {
  if (error instanceof ServerRefusal) return PASSING.includes(error.code) || error.status >= FAILED_STATUS;
  return error instanceof ServerGone;
}

function pause(ms: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stopClock = systemTimer(resolve, ms);
    stopped.addEventListener('abort', () => {
      stopClock();
      resolve();
    });
  });
}

function tellPause(subscription: string, { state, reason }: ListenerState): void {
  if (state === 'active') return;
  const why = reason === undefined ? '' : ` (${reason})`;
  note(`'${subscription}' is paused${why}: nothing comes before POST /v1/subscriptions/${subscription}/resume`);
}

function makePrinter({ json }: Pick<ListenOptions, 'json'>) {
  const { stdout } = process;
  const line = json ? jsonLine : makeTextLine(stdout.isTTY === true && stdout.hasColors());
  return (handed: Parameters<typeof line>[0]): void => void stdout.write(`${line(handed)}\n`);
}
