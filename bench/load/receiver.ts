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

export type ReceiverQuestion =
  | { readonly kind: 'listen'; readonly hang?: boolean; readonly port?: number }
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

function serve(socket: Socket, hang: boolean): void {
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
      if (stamp !== undefined && !hang) latencies.push(monotonicMs() - Number(stamp) / NANOSECONDS_A_MS);
    },
    onEnd: () => {
      requests += 1;
      if (!hang) socket.write(OK);
    },
  });
  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => scanner.push(chunk));
  socket.on('error', () => socket.destroy());
}

function listen(hang: boolean, port: number): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, hang);
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
      return listen(question.hang ?? false, question.port ?? 0);
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
