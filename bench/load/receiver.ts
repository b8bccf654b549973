// The process that plays the webhook endpoint: answers 200 at the lowest cost and counts. Bodies that start with
// `{"ns":<nanoseconds>` also give the time since they were sent, on the clock that all processes share.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { answerParent } from './answer-parent.js';
import { makeMessageScanner } from './message-scanner.js';
import { percentile } from './percentile.js';

const OK = Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
const STAMP = /^\{"ns":(\d+)/;
const STAMP_CHARACTERS = 40;
const NANOSECONDS_A_MS = 1e6;

const FAILED = Buffer.from('HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n');
/** How an endpoint is bad: no answer at all; fails and answers by turns; answers late; says no. What it gets is not timed. */
export type Mood = 'hang' | 'flap' | 'slow' | 'refuse';
const REFUSED = Buffer.from('HTTP/1.1 422 Unprocessable Content\r\ncontent-length: 0\r\n\r\n');
const FLAP_REQUESTS = 20;
const SLOW_MS = 10_000;

export type ReceiverQuestion =
  | { readonly kind: 'listen'; readonly mood?: Mood; readonly port?: number }
  | { readonly kind: 'close'; readonly port: number }
  /** Counts since the start or the last reset. */
  | { readonly kind: 'count' }
  | { readonly kind: 'reset' };

export type ReceiverCount = {
  readonly requests: number;
  readonly bodyBytes: number;
  /** When the counts were read, on the monotonic clock, ms. */
  readonly atMs: number;
  readonly samples: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

const monotonicMs = () => Number(process.hrtime.bigint()) / NANOSECONDS_A_MS;

let requests = 0;
let bodyBytes = 0;
let latencies: number[] = [];
const servers = new Map<number, { close: () => void }>();

function answer(socket: Socket, mood: Mood | undefined): void {
  switch (mood) {
    case undefined:
      socket.write(OK);
      return;
    case 'hang':
      return;
    case 'flap':
      socket.write(Math.floor(requests / FLAP_REQUESTS) % 2 === 0 ? FAILED : OK);
      return;
    case 'slow':
      setTimeout(() => socket.destroyed || socket.write(OK), SLOW_MS);
      return;
    case 'refuse':
      socket.write(REFUSED);
      return;
    default:
      mood satisfies never;
  }
}

function serve(socket: Socket, mood: Mood | undefined): void {
  let first = true;
  const scanner = makeMessageScanner({
    lengthRequired: false,
    onHead: () => {
      first = true;
    },
    onBody: (piece) => {
      bodyBytes += piece.length;
      if (!first) return;
      first = false;
      const stamp = STAMP.exec(piece.toString('latin1', 0, STAMP_CHARACTERS))?.[1];
      if (stamp !== undefined && mood === undefined) latencies.push(monotonicMs() - Number(stamp) / NANOSECONDS_A_MS);
    },
    onEnd: () => {
      requests += 1;
      answer(socket, mood);
    },
  });
  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => scanner.push(chunk));
  socket.on('error', () => socket.destroy());
}

function listen(mood: Mood | undefined, port: number): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, mood);
  });
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const bound = (server.address() as AddressInfo).port;
      const close = () => {
        server.close();
        for (const socket of sockets) socket.destroy();
      };
      servers.set(bound, { close });
      resolve(bound);
    });
  });
}

function count(): ReceiverCount {
  const sorted = Float64Array.from(latencies).sort();
  return {
    requests,
    bodyBytes,
    atMs: monotonicMs(),
    samples: sorted.length,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
  };
}

answerParent((question: ReceiverQuestion) => {
  switch (question.kind) {
    case 'listen':
      return listen(question.mood, question.port ?? 0);
    case 'close':
      servers.get(question.port)?.close();
      servers.delete(question.port);
      return true;
    case 'count':
      return count();
    case 'reset':
      requests = 0;
      bodyBytes = 0;
      latencies = [];
      return true;
    default:
      return question satisfies never;
  }
});
