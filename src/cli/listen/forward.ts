// `posthorn listen`: one delivery handed to the local URL, and what came of it. Never rejects, never follows a redirect.
import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { RESPONSE_MAX_BYTES } from '../../model/limits.js';
import { LISTENER_ANSWER_MAX_HEADERS } from '../../model/listen-limits.js';

/** As the stream gives it. */
export type Delivery = {
  readonly id: number;
  readonly timeoutMs: number;
  readonly answerBytes: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly bodyBase64?: string;
};

/** As the server takes it. */
export type Answer =
  | {
      readonly id: number;
      readonly status: number;
      readonly headers: Readonly<Record<string, string | readonly string[]>>;
      readonly bodyBase64: string;
      readonly bodyBytes: number;
    }
  | { readonly id: number; readonly phase: string; readonly error: string };

export type Forward = { (delivery: Delivery): Promise<Answer>; close(): void };

export function makeForward(url: URL): Forward {
  const secure = url.protocol === 'https:';
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const send = (delivery: Delivery, body: Buffer): ClientRequest =>
    (secure ? httpsRequest : httpRequest)(url, {
      agent,
      method: 'POST',
      headers: { ...delivery.headers, 'content-length': body.length },
    }).end(body);

  const forward = (delivery: Delivery): Promise<Answer> => {
    const { id, timeoutMs } = delivery;
    const body =
      delivery.bodyBase64 === undefined ? Buffer.from(delivery.body ?? '') : Buffer.from(delivery.bodyBase64, 'base64');
    return new Promise((resolve) => {
      let request: ClientRequest | undefined;
      let isOver = false;
      const finish = (answer: Answer): void => {
        isOver = true;
        clearTimeout(late);
        resolve(answer);
      };
      const late = setTimeout(() => {
        finish({ id, phase: 'timeout', error: `no complete answer within ${timeoutMs} ms` });
        request?.destroy();
      }, timeoutMs);
      const start = (): void => {
        const own = send(delivery, body);
        request = own;
        own.on('response', (response) => void read(delivery, response).then(finish));
        own.on('error', (error: NodeJS.ErrnoException) => {
          if (isOver) return;
          // The other side closed the connection while nothing ran on it: https://nodejs.org/api/http.html#requestreusedsocket
          if (own.reusedSocket && error.code === 'ECONNRESET') start();
          else finish({ id, phase: phaseOf(error), error: textOf(error) });
        });
      };
      start();
    });
  };
  return Object.assign(forward, { close: () => agent.destroy() });
}

async function read({ id, answerBytes }: Delivery, response: IncomingMessage): Promise<Answer> {
  const kept: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      if (bytes < answerBytes) kept.push(chunk.subarray(0, answerBytes - bytes));
      bytes += chunk.length;
      if (bytes > Math.max(RESPONSE_MAX_BYTES, answerBytes)) break;
    }
  } catch (error) {
    return { id, phase: 'connect', error: textOf(error as Error) };
  }
  const headers = Object.entries(response.headersDistinct).slice(0, LISTENER_ANSWER_MAX_HEADERS);
  const bodyBase64 = Buffer.concat(kept).toString('base64');
  const { statusCode: status = 0 } = response;
  return { id, status, headers: Object.fromEntries(headers) as Record<string, string[]>, bodyBase64, bodyBytes: bytes };
}

const DNS_CODES: readonly string[] = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA'];
const TLS_CODE = /^(?:ERR_TLS|ERR_SSL|CERT_|EPROTO|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH)/;

function phaseOf({ code = '' }: NodeJS.ErrnoException): string {
  if (DNS_CODES.includes(code)) return 'dns';
  if (TLS_CODE.test(code)) return 'tls';
  return code.startsWith('HPE_') ? 'status' : 'connect';
}

/** Where a name has several addresses, the errors of all of them are inside one without words of its own. */
function textOf(error: NodeJS.ErrnoException): string {
  return error.message === '' ? (error.code ?? error.name) : error.message;
}
