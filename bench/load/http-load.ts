// Closed-loop load: every connection has one request in flight, the next goes out when the answer is complete.
import { connect } from 'node:net';
import { makeMessageScanner } from './message-scanner.js';

const READ_BUFFER_BYTES = 256 * 1024;
const HEAD_SHOWN_CHARACTERS = 200;

export type LoadJob = {
  readonly port: number;
  readonly connections: number;
  /** Sent in turn by all connections together. */
  readonly requests: readonly Uint8Array[];
  readonly warmUpMs: number;
  readonly durationMs: number;
};

export type LoadResult = {
  /** Answers that were complete inside the measured time. */
  readonly responses: number;
  readonly seconds: number;
  /** Bytes of bodies that came inside the measured time. */
  readonly bodyBytes: number;
};

/** @throws at the first answer that is not 2xx */
export function runLoad(job: LoadJob): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const sockets: ReturnType<typeof connect>[] = [];
    let nextRequest = 0;
    let responses = 0;
    let bodyBytes = 0;
    let measuredFrom = 0;

    const finish = (error?: Error) => {
      for (const socket of sockets) socket.destroy();
      const seconds = (performance.now() - measuredFrom) / 1_000;
      if (error === undefined) resolve({ responses, seconds, bodyBytes });
      else reject(error);
    };

    const open = () => {
      const scanner = makeMessageScanner({
        lengthRequired: true,
        onHead: (head) => {
          // Status is the tenth to twelfth character of `HTTP/1.1 200 OK`.
          if (head[9] !== '2') finish(new Error(`Load met: ${head.slice(0, HEAD_SHOWN_CHARACTERS)}`));
        },
        onBody: (piece) => {
          bodyBytes += piece.length;
        },
        onEnd: () => {
          responses += 1;
          send();
        },
      });
      const socket = connect({
        host: '127.0.0.1',
        port: job.port,
        noDelay: true,
        onread: {
          buffer: Buffer.allocUnsafe(READ_BUFFER_BYTES),
          callback: (count, buffer) => {
            scanner.push(buffer.subarray(0, count));
            return true;
          },
        },
      });
      const send = () => {
        const bytes = job.requests[nextRequest++ % job.requests.length];
        if (bytes !== undefined) socket.write(bytes);
      };
      socket.on('connect', send);
      socket.on('error', finish);
      sockets.push(socket);
    };

    for (let count = 0; count < job.connections; count += 1) open();
    setTimeout(() => {
      responses = 0;
      bodyBytes = 0;
      measuredFrom = performance.now();
      setTimeout(finish, job.durationMs);
    }, job.warmUpMs);
  });
}
