// A proxy that knows CONNECT alone: notes what it was asked, and may refuse.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { certificates } from './certificates.js';

export type ProxyRequest = { readonly target: string; readonly authorization: string | undefined };

export type TestProxy = {
  readonly port: number;
  /** What CONNECT asked for, in turn. */
  readonly requests: readonly ProxyRequest[];
  /** A status line's end, such as `407 Proxy Authentication Required`; null: it connects. */
  refuse(status: string | null): void;
  stop(): Promise<void>;
};

export async function startProxy({ secure = false }: { readonly secure?: boolean } = {}): Promise<TestProxy> {
  const requests: ProxyRequest[] = [];
  const sockets = new Set<Socket>();
  let refusal: string | null = null;
  const refuseOthers: RequestListener = (_request, response) => void response.writeHead(501).end();
  const server: Server = secure ? createSecureServer(certificates.server, refuseOthers) : createServer(refuseOthers);
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  server.on('connect', ({ url = '', headers }: IncomingMessage, socket: Socket) => {
    keep(socket);
    requests.push({ target: url, authorization: headers['proxy-authorization'] });
    if (refusal !== null) return void socket.end(`HTTP/1.1 ${refusal}\r\n\r\n`);
    const { hostname, port } = new URL(`http://${url}`);
    const onward = connect(Number(port), hostname.replace(/[[\]]/g, ''), () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    return keep(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    refuse: (status) => {
      refusal = status;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
        server.closeAllConnections();
      }),
  };
}
