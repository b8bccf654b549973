// What could not even be read as HTTP still gets a problem document, written straight to the connection.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { PosthornError } from '../errors/posthorn-error.js';
import { problemOf } from './problem.js';
import { PROBLEM_CONTENT_TYPE } from './shapes/problem.js';

function errorOf(code: string | undefined): PosthornError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new PosthornError(
        'HEADERS_TOO_LARGE',
        'Request line and headers together are too large. Shorten them, or raise POSTHORN_MAX_HEADER_BYTES.',
      );
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new PosthornError('REQUEST_TIMED_OUT', 'The request did not arrive in time. Send it again.');
    default:
      return new PosthornError(
        'INVALID_REQUEST',
        `This is no valid HTTP/1.1 request (${code ?? 'unknown error'}). Send a request line, headers of the form ` +
          '"name: value", an empty line, then the body.',
      );
  }
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

export function answerBrokenRequest(broken: Error & { readonly code?: string }, socket: Socket): void {
  if (broken.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, text } = problemOf(errorOf(broken.code), undefined);
  const head = [
    `HTTP/1.1 ${status} ${REASONS[status] ?? 'Error'}`,
    `content-type: ${PROBLEM_CONTENT_TYPE}`,
    `content-length: ${Buffer.byteLength(text)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}

/** `Expect:` anything but 100-continue; left to Node, the answer has no body. */
export function answerUnknownExpectation(request: IncomingMessage, response: ServerResponse): void {
  const expectation = (request.headers.expect ?? '').slice(0, 40);
  const detail = `The expectation '${expectation}' is not known. Send "Expect: 100-continue", or leave the header out.`;
  const { status, text } = problemOf(new PosthornError('INVALID_REQUEST', detail), undefined);
  response.writeHead(status, { 'content-type': PROBLEM_CONTENT_TYPE, connection: 'close' }).end(text);
}
