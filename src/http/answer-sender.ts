// The last step of a fetch: the answer's pieces go out as they are, in one gathered write, and what waits for slow
// clients is bounded.
import type { FastifyReply } from 'fastify';
import { PosthornError } from '../errors/posthorn-error.js';
import {
  ANSWER_SINGLE_PIECE_BYTES,
  ANSWERS_IN_FLIGHT_MAX_BYTES,
  ANSWERS_IN_FLIGHT_RETRY_AFTER_MS,
} from '../model/limits.js';

export type AnswerPieces = { readonly chunks: readonly Uint8Array[]; readonly bytes: number };

/** Sends with the headers that `reply` has by then. @throws THROTTLING_QUOTA_EXCEEDED */
export type SendAnswer = (reply: FastifyReply, answer: AnswerPieces) => FastifyReply;

export function makeAnswerSender(): SendAnswer {
  let inFlightBytes = 0;

  return (reply, { chunks, bytes }) => {
    if (bytes <= ANSWER_SINGLE_PIECE_BYTES) {
      const [only] = chunks;
      return reply.send(only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, bytes));
    }
    if (inFlightBytes + bytes > ANSWERS_IN_FLIGHT_MAX_BYTES) throw tooMuchInFlight();
    inFlightBytes += bytes;
    reply.header('content-length', bytes).hijack();
    reply.observe();
    const { raw } = reply;
    whenOver(reply, () => {
      inFlightBytes -= bytes;
    });
    raw.writeHead(reply.statusCode, reply.getHeaders() as Record<string, string>);
    raw.cork();
    for (const chunk of chunks) raw.write(chunk);
    raw.end();
    raw.uncork();
    return reply;
  };
}

/** A response that still waits behind another one of its connection never closes by itself: the socket's end counts too. */
export function whenOver({ raw, request }: FastifyReply, done: () => void): void {
  const { socket } = request.raw;
  const over = (): void => {
    raw.off('close', over);
    socket.off('close', over);
    done();
  };
  raw.on('close', over);
  socket.on('close', over);
  if (socket.destroyed) over();
}

function tooMuchInFlight(): PosthornError {
  return new PosthornError(
    'THROTTLING_QUOTA_EXCEEDED',
    'Too many large answers wait for slow clients. Fetch again a little later, or with a smaller maxBytes.',
    { retryAfterMs: ANSWERS_IN_FLIGHT_RETRY_AFTER_MS },
  );
}
