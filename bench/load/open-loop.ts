// The process that sends events at a fixed rate, whatever the answers do: each carries the time it was sent.
import { connect, type Socket } from 'node:net';
import { answerParent } from './answer-parent.js';
import { makeMessageScanner } from './message-scanner.js';

export type OpenLoopJob = {
  readonly port: number;
  readonly path: string;
  readonly perSecond: number;
  readonly durationMs: number;
  /** Bytes of each event. */
  readonly eventBytes: number;
};

export type OpenLoopResult = { readonly sent: number; readonly answered: number };

const TICK_MS = 1;
const DRAIN_TIMEOUT_MS = 5_000;

/** `{"ns":<time>,"pad":"xx…"}` of exactly `length` bytes. */
function stampedEvent(length: number): string {
  const start = `{"ns":${process.hrtime.bigint()},"pad":"`;
  return `${start}${'x'.repeat(Math.max(0, length - start.length - 2))}"}`;
}

export function runOpenLoop(job: OpenLoopJob): Promise<OpenLoopResult> {
  return new Promise((resolve, reject) => {
    const idle: Socket[] = [];
    const all: Socket[] = [];
    let sent = 0;
    let answered = 0;
    const startedAt = performance.now();
    const due = Math.floor((job.durationMs / 1_000) * job.perSecond);

    const finish = (error?: Error) => {
      clearInterval(ticker);
      for (const socket of all) socket.destroy();
      if (error === undefined) resolve({ sent, answered });
      else reject(error);
    };

    const dial = (): Socket => {
      const socket = connect({ host: '127.0.0.1', port: job.port, noDelay: true });
      const scanner = makeMessageScanner({
        lengthRequired: true,
        onHead: (head) => {
          if (head[9] !== '2') finish(new Error(`Open loop met: ${head}`));
        },
        onEnd: () => {
          answered += 1;
          idle.push(socket);
          if (answered === due) finish();
        },
      });
      socket.on('data', (chunk: Buffer) => scanner.push(chunk));
      socket.on('error', finish);
      all.push(socket);
      return socket;
    };

    // No connection free: a new one, so a slow answer never delays the next event.
    const send = () => {
      const socket = idle.pop() ?? dial();
      const body = stampedEvent(job.eventBytes);
      socket.write(
        `POST ${job.path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
      sent += 1;
    };

    const ticker = setInterval(() => {
      const elapsedMs = performance.now() - startedAt;
      const owed = Math.min(due, Math.floor((elapsedMs / 1_000) * job.perSecond));
      while (sent < owed) send();
      if (elapsedMs > job.durationMs + DRAIN_TIMEOUT_MS) finish(new Error(`${due - answered} of ${due} not answered`));
    }, TICK_MS);
  });
}

answerParent((job: OpenLoopJob) => runOpenLoop(job));
