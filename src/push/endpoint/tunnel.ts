// CONNECT: from a connection to a proxy to one through it (RFC 9110, 9.3.6).
import { isIPv6, type Socket } from 'node:net';
import { PROXY_HEAD_MAX_BYTES } from '../../model/transport-limits.js';

export class ProxyError extends Error {
  readonly code = 'PROXY_REFUSED';

  constructor(message: string) {
    super(message);
    this.name = 'ProxyError';
  }
}

/**
 * The proxy is told an address that was checked and not the name: what a name means to the proxy, and when, only the proxy
 * knows. @throws ProxyError
 */
export async function openTunnel(
  socket: Socket,
  target: { readonly address: string; readonly port: number; readonly authorization: string | undefined },
): Promise<void> {
  const { address, port, authorization } = target;
  const authority = isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
  const credentials = authorization === undefined ? '' : `Proxy-Authorization: ${authorization}\r\n`;
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${credentials}\r\n`);
  const head = await readHead(socket);
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1];
  if (status?.startsWith('2') === true) return;
  const answer = head
    .split('\r\n', 1)[0]
    ?.replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 100);
  throw new ProxyError(`the proxy does not connect to ${authority}: it answered '${answer}'`);
}

function readHead(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let head: Buffer = Buffer.alloc(0);
    const stop = (): void => {
      socket.off('readable', read).off('end', ended).off('error', reject).off('close', ended);
    };
    const ended = (): void => {
      stop();
      reject(new ProxyError('the proxy closed the connection instead of answering CONNECT'));
    };
    const isWhole = (): boolean => {
      const end = head.indexOf('\r\n\r\n');
      if (end < 0 && head.length <= PROXY_HEAD_MAX_BYTES) return false;
      stop();
      if (end < 0) reject(new ProxyError('the head of the answer to CONNECT is too long'));
      else {
        const rest = head.subarray(end + 4);
        if (rest.length > 0) socket.unshift(rest);
        resolve(head.toString('latin1', 0, end));
      }
      return true;
    };
    const read = (): void => {
      for (let chunk: Buffer | null = socket.read(); chunk !== null; chunk = socket.read()) {
        head = Buffer.concat([head, chunk]);
        if (isWhole()) return;
      }
    };
    socket.on('readable', read).on('end', ended).on('error', reject).on('close', ended);
  });
}
