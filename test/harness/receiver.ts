// A programmable webhook endpoint: keeps every request with its raw bytes and answers as it is told.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { makeRequestLog, type OpenRequest, type ReceivedRequest, type RequestLog } from './request-log.js';

export type { ReceivedRequest } from './request-log.js';

type Written = {
  readonly status?: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Uint8Array;
  readonly delayMs?: number;
};

/** `hang`: no answer until `release()`. `close`: the socket is cut without an answer. A number is a status. */
export type Answer = 'hang' | 'close' | number | Written;

export type Responder = (request: ReceivedRequest) => Answer | Promise<Answer>;

export type Receiver = {
  /** `http://127.0.0.1:<port>`, without a path. */
  readonly url: string;
  readonly port: number;
  readonly requests: readonly ReceivedRequest[];
  /** How to answer from now on; at first every request gets 200. */
  respond(responder: Responder | Answer): void;
  /**
   * Resolves with all requests once there are that many, or once the predicate holds; it is asked again at each
   * request and each answer.
   * @throws after `timeoutMs`, default 10 s
   */
  readonly waitFor: RequestLog['waitFor'];
  /** Answers 200 to everything that hangs. */
  release(): void;
  /** Cuts every connection that is open now. */
  closeConnections(): void;
  openConnections(): number;
  /** Forgets the requests so far. */
  clear(): void;
  stop(): Promise<void>;
};

/** A responder that gives `failure` to every n-th request (counted from 1) and 200 to the others. */
export function failEvery(n: number, failure: Answer = 500): Responder {
  let count = 0;
  return () => {
    count += 1;
    return count % n === 0 ? failure : 200;
  };
}

function write(request: OpenRequest, response: ServerResponse, answer: Written): void {
  if (response.destroyed) return;
  const status = answer.status ?? 200;
  request.answer = { status, at: Date.now() };
  response.writeHead(status, answer.headers);
  response.end(answer.body);
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** `port`: to come back on the port of an earlier receiver. */
export async function startReceiver(options: { readonly port?: number } = {}): Promise<Receiver> {
  const log = makeRequestLog();
  const sockets = new Set<Socket>();
  const hanging = new Set<() => void>();
  let responder: Responder = () => 200;

  const carryOut = async (request: OpenRequest, response: ServerResponse) => {
    // Without an await where none is needed: who waits for the request may go on before a promise would settle.
    const given = responder(request);
    const answer = given instanceof Promise ? await given : given;
    if (answer === 'close') {
      response.socket?.destroy();
      return;
    }
    if (answer === 'hang') {
      const letGo = () => write(request, response, {});
      hanging.add(letGo);
      response.on('close', () => hanging.delete(letGo));
      return;
    }
    const written = typeof answer === 'number' ? { status: answer } : answer;
    if (written.delayMs !== undefined) await pause(written.delayMs);
    write(request, response, written);
    log.wake();
  };

  const server = createServer(async (incoming, response) => {
    try {
      const body = await bodyOf(incoming);
      const { method = '', url: path = '', headers } = incoming;
      const done = carryOut(log.add({ method, path, headers, body }), response);
      log.wake();
      await done;
    } catch (error) {
      response.destroy(error as Error);
    }
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const closeConnections = () => {
    for (const socket of sockets) socket.destroy();
  };

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    get requests() {
      return log.requests();
    },
    respond: (next) => {
      responder = typeof next === 'function' ? next : () => next;
    },
    waitFor: log.waitFor,
    release: () => {
      for (const letGo of [...hanging]) letGo();
      log.wake();
    },
    closeConnections,
    openConnections: () => sockets.size,
    clear: log.clear,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        closeConnections();
      }),
  };
}
