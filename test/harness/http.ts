// A small HTTP client that sends exactly what it is told and shows exactly what came back. It never retries.
import { Agent, request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';

const REQUEST_TIMEOUT_MS = 30_000;
const MAX_SOCKETS = 256;

export type HttpAnswer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  /** The parsed body. The caller says what it expects; nothing checks it. */
  json<T = Record<string, unknown>>(): T;
};

export type RequestBody = string | Uint8Array;

export type HttpClient = {
  readonly url: string;
  /** `signal`: cuts the connection, wherever the request is by then. */
  send(
    method: string,
    path: string,
    body?: RequestBody,
    headers?: OutgoingHttpHeaders,
    signal?: AbortSignal,
  ): Promise<HttpAnswer>;
  get(path: string, headers?: OutgoingHttpHeaders): Promise<HttpAnswer>;
  /** `value` is sent as JSON. */
  put(path: string, value: unknown, headers?: OutgoingHttpHeaders): Promise<HttpAnswer>;
  /** `value` is sent as JSON; absent: no body. */
  post(path: string, value?: unknown, headers?: OutgoingHttpHeaders): Promise<HttpAnswer>;
  delete(path: string, headers?: OutgoingHttpHeaders): Promise<HttpAnswer>;
  close(): void;
};

function makeAnswer(status: number, headers: IncomingHttpHeaders, bytes: Buffer): HttpAnswer {
  return {
    status,
    headers,
    bytes,
    get text() {
      return bytes.toString('utf8');
    },
    json: <T>() => JSON.parse(bytes.toString('utf8')) as T,
  };
}

export function makeHttpClient(url: string): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  const base = new URL(url);

  const send: HttpClient['send'] = (method, path, body, headers = {}, signal) =>
    new Promise((resolve, reject) => {
      const request = httpRequest(
        {
          agent,
          host: base.hostname,
          port: base.port,
          method,
          path,
          timeout: REQUEST_TIMEOUT_MS,
          ...(signal === undefined ? {} : { signal }),
          headers: body === undefined ? headers : { 'content-length': Buffer.byteLength(body), ...headers },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve(makeAnswer(response.statusCode ?? 0, response.headers, Buffer.concat(chunks))),
          );
          response.on('error', reject);
        },
      );
      request.on('timeout', () =>
        request.destroy(new Error(`${method} ${path}: no answer in ${REQUEST_TIMEOUT_MS} ms`)),
      );
      request.on('error', reject);
      request.end(body);
    });

  const sendJson = (method: string, path: string, value: unknown, headers: OutgoingHttpHeaders = {}) =>
    send(method, path, JSON.stringify(value), { 'content-type': 'application/json', ...headers });

  return {
    url,
    send,
    get: (path, headers) => send('GET', path, undefined, headers),
    put: (path, value, headers) => sendJson('PUT', path, value, headers),
    post: (path, value, headers) =>
      value === undefined ? send('POST', path, undefined, headers) : sendJson('POST', path, value, headers),
    delete: (path, headers) => send('DELETE', path, undefined, headers),
    close: () => agent.destroy(),
  };
}
