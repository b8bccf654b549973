// A webhook endpoint over TLS, HTTP/2 or HTTP/1.1: keeps every request with what its connection was.
import { once } from 'node:events';
import {
  createSecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { certificates } from './certificates.js';
import { makeRequestLog, type ReceivedRequest, type RequestLog } from './request-log.js';

export type TlsRequest = ReceivedRequest & {
  readonly httpVersion: string;
  /** Counts connections from 1. */
  readonly connection: number;
  readonly resumed: boolean;
  /** Subject of the client certificate. */
  readonly client: string | undefined;
  readonly serverName: string | false | null;
};

export type TlsReceiver = {
  /** `https://127.0.0.1:<port>`, without a path. */
  readonly url: string;
  readonly port: number;
  readonly requests: readonly TlsRequest[];
  readonly waitFor: RequestLog['waitFor'];
  /** How to answer from now on; at first 200. */
  respond(responder: (request: TlsRequest, response: Http2ServerResponse) => void): void;
  /** Asks every HTTP/2 connection to end when its requests have. */
  goAway(): void;
  connections(): number;
  stop(): Promise<void>;
};

export type TlsReceiverOptions = {
  readonly http2?: boolean;
  readonly clientCertificate?: boolean;
  readonly maxStreams?: number;
};

export async function startTlsReceiver(options: TlsReceiverOptions = {}): Promise<TlsReceiver> {
  const { http2 = true, clientCertificate = false, maxStreams } = options;
  const log = makeRequestLog();
  const numbers = new WeakMap<object, number>();
  const sockets = new Set<TLSSocket>();
  const sessions = new Set<ServerHttp2Session>();
  let connections = 0;
  const number = (connection: object): void => {
    connections += 1;
    numbers.set(connection, connections);
  };
  let responder = (_request: TlsRequest, response: Http2ServerResponse): void => void response.end();
  const create = http2 ? createSecureServer : (createHttpsServer as unknown as typeof createSecureServer);
  const server = create({
    ...certificates.server,
    allowHTTP1: true,
    ...(maxStreams === undefined ? {} : { settings: { maxConcurrentStreams: maxStreams } }),
    ...(clientCertificate ? { requestCert: true, rejectUnauthorized: true, ca: certificates.ca } : {}),
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    if (socket.alpnProtocol !== 'h2') number(socket);
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('session', (session) => {
    number(session);
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  server.on('request', async (request: Http2ServerRequest, response: Http2ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const session = request.stream?.session;
    const socket = (session?.socket ?? request.socket) as TLSSocket;
    const { method, url: path, headers, httpVersion } = request;
    const received = log.add({ method, path, headers, body: Buffer.concat(chunks) });
    Object.assign(received, {
      httpVersion,
      connection: numbers.get(session ?? socket) ?? 0,
      resumed: socket.isSessionReused(),
      client: clientCertificate ? socket.getPeerCertificate().subject?.CN : undefined,
      serverName: socket.servername,
    });
    responder(received as TlsRequest, response);
    log.wake();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    port,
    get requests() {
      return log.requests() as readonly TlsRequest[];
    },
    waitFor: log.waitFor,
    respond: (next) => {
      responder = next;
    },
    goAway: () => {
      for (const session of sessions) session.close();
    },
    connections: () => connections,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const session of sessions) session.destroy();
        for (const socket of sockets) socket.destroy();
      }),
  };
}
