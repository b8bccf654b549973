// The last step of a fetch: the answer's pieces go out as they are, in one gathered write, and what they hold is given back
// once they are sent or nobody takes them any more.
import type { FastifyReply } from 'fastify';
import type { Held } from '../consume/answer-budget.js';
import { ANSWER_SINGLE_PIECE_BYTES } from '../model/limits.js';

export type AnswerPieces = { readonly chunks: readonly Uint8Array[]; readonly bytes: number } & Held;

/** Sends with the headers that `reply` has by then. */
export function sendAnswer(reply: FastifyReply, { chunks, bytes, release }: AnswerPieces): FastifyReply {
  if (bytes <= ANSWER_SINGLE_PIECE_BYTES) {
    const [only] = chunks;
    return reply.send(only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, bytes));
  }
  whenOver(reply, release);
  reply.header('content-length', bytes).hijack();
  reply.observe();
  const { raw } = reply;
  raw.writeHead(reply.statusCode, reply.getHeaders() as Record<string, string>);
  raw.cork();
  for (const chunk of chunks) raw.write(chunk);
  raw.end();
  raw.uncork();
  return reply;
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

/**
 * As `whenOver`; `isSent`: the system has taken the whole answer over while its connection stood. What is left of a broken one
 * is dropped, and then looks as if it were written.
 */
export function whenSentOrOver(reply: FastifyReply, done: (isSent: boolean) => void): void {
  const { socket } = reply.request.raw;
  let isSent = false;
  reply.raw.once('finish', () => {
    isSent = !socket.destroyed;
  });
  whenOver(reply, () => done(isSent));
}
