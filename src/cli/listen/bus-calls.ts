// `posthorn listen`: its calls to the server, over the public API.
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { LISTEN_CALL_MAX_BYTES, LISTEN_CALL_TIMEOUT_MS } from '../../model/listen-limits.js';
import type { ListenOptions } from './listen-options.js';

export type BusCalls = {
  /** A JSON answer. @throws ServerRefusal ServerGone */
  call(method: string, path: string, body?: unknown): Promise<unknown>;
  /** The stream that the answer is. @throws ServerRefusal ServerGone */
  stream(path: string, signal: AbortSignal): Promise<IncomingMessage>;
};

/** The server said no. */
export class ServerRefusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

/** There is no server there, or not any more. */
export class ServerGone extends Error {}

type Sent = { readonly method: string; readonly path: string; readonly body?: unknown; readonly signal?: AbortSignal };

export function makeBusCalls({ server, headers }: Pick<ListenOptions, 'server' | 'headers'>): BusCalls {
  const base = server.pathname.replace(/\/$/, '');
  const open = ({ method, path, body, signal }: Sent): Promise<IncomingMessage> => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const own = text === undefined ? {} : { 'content-type': 'application/json' };
    const options: RequestOptions = {
      method,
      headers: { ...own, ...headers },
      ...(signal === undefined ? {} : { signal }),
    };
    return new Promise((resolve, reject) => {
      const request = (server.protocol === 'https:' ? httpsRequest : httpRequest)(
        new URL(`${base}${path}`, server),
        options,
        resolve,
      );
      request.setTimeout(LISTEN_CALL_TIMEOUT_MS, () => request.destroy(new Error('it does not answer')));
      request.on('error', (error) => reject(new ServerGone(`${server.origin}: ${error.message || String(error)}`)));
      request.end(text);
    });
  };
  const answered = async (sent: Sent): Promise<IncomingMessage> => {
    const response = await open(sent);
    const { statusCode: status = 0 } = response;
    if (status >= 200 && status < 300) return response;
    throw refusalOf(status, await textOf(response));
  };
  return {
    call: async (method, path, body) => {
      const response = await answered({ method, path, body });
      const answer = parsed(await textOf(response));
      if (answer === undefined) throw strange(response.statusCode ?? 0);
      return answer;
    },
    stream: async (path, signal) => {
      const response = await answered({ method: 'GET', path, signal });
      // From here on silence is judged by whoever reads it.
      response.socket.setTimeout(0);
      return response;
    },
  };
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > LISTEN_CALL_MAX_BYTES) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new ServerGone(`the connection broke: ${(error as Error).message}`);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refusalOf(status: number, text: string): ServerRefusal {
  const { code, detail } = (parsed(text) ?? {}) as { readonly code?: unknown; readonly detail?: unknown };
  return typeof code === 'string' && typeof detail === 'string'
    ? new ServerRefusal(status, code, detail)
    : strange(status);
}

/** Something else than the bus answers there. */
function strange(status: number): ServerRefusal {
  return new ServerRefusal(
    status,
    '',
    `what answers there (status ${status}) is no Posthorn server; say where it is with --server`,
  );
}

/** Undefined: no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
