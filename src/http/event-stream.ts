// The last step of a tail: a response that stays open, and is written to only as fast as its client reads.
import type { FastifyReply } from 'fastify';
import { parseAccept, qualityOf } from '../consume/accept.js';
import type { TailSink } from '../consume/tail-output.js';
import { PosthornError } from '../errors/posthorn-error.js';

const EVENT_STREAM = 'text/event-stream';

/** `no-transform`, and the second for nginx: nothing between may gather what is to be seen at once. */
const HEADERS = {
  'content-type': EVENT_STREAM,
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  vary: 'accept',
} as const;

/** Sends status and headers with those that `reply` has by then. */
export function openEventStream(reply: FastifyReply): TailSink {
  const { raw } = reply;
  reply.headers(HEADERS).hijack();
  reply.observe();
  // A write to a connection that has just broken: its end is on the way.
  raw.on('error', () => undefined);
  raw.writeHead(reply.statusCode, reply.getHeaders() as Record<string, string>);
  return {
    write: (bytes) => raw.write(bytes),
    end: () => {
      if (raw.writableNeedDrain) raw.destroy();
      else raw.end();
    },
  };
}

/** @param instead what else the caller may do. @throws NOT_ACCEPTABLE */
export function refuseOtherThanEventStream(accept: string | undefined, instead: string): void {
  if (accept === undefined || accept.trim() === '' || qualityOf(EVENT_STREAM, parseAccept(accept)) > 0) return;
  throw new PosthornError(
    'NOT_ACCEPTABLE',
    `Accept '${accept.slice(0, 200)}' does not take ${EVENT_STREAM}, the one format of a stream. Send Accept: ${EVENT_STREAM}, ` +
      `or ${instead}.`,
  );
}
