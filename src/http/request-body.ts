// A body's way in: admitted by its announced size, then read into one Buffer (events) or parsed as JSON (control calls).
import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { PosthornError } from '../errors/posthorn-error.js';
import {
  LARGE_BODIES_MAX_BYTES,
  LARGE_BODIES_RETRY_AFTER_MS,
  LARGE_BODY_BYTES,
  SMALL_BODY_BYTES,
  UNWANTED_BODY_MAX_BYTES,
} from '../model/limits.js';

type Done = (error: Error | null, body?: unknown) => void;

const maxBodyBytesOf = (request: FastifyRequest) => request.routeInUse?.maxBodyBytes ?? 0;

function tooLarge(limit: number): PosthornError {
  const detail = `The body is larger than ${limit} bytes. Send it in several requests, or raise POSTHORN_MAX_BODY_BYTES.`;
  return new PosthornError('MESSAGE_TOO_LARGE', detail, { members: { maxBytes: limit } });
}

/**
 * A hook that refuses a body before it is read: one that announces too much, or one too many of the large ones that
 * are in memory at once. One budget serves all routes of a server.
 */
export function makeBodyAdmission(): (
  request: FastifyRequest,
  reply: FastifyReply,
  done: HookHandlerDoneFunction,
) => void {
  let largeBytes = 0;
  return (request, reply, done) => {
    const announced = request.headers['content-length'];
    const chunked = announced === undefined && request.headers['transfer-encoding'] !== undefined;
    if (announced === undefined && !chunked) return done();
    const limit = maxBodyBytesOf(request);
    const bytes = chunked ? limit : Number(announced);
    if (bytes > limit) {
      // Left open, the connection lets its sender finish and read the answer; endless bodies are cut off.
      if (bytes > UNWANTED_BODY_MAX_BYTES) reply.header('connection', 'close');
      return done(tooLarge(limit));
    }
    if (bytes <= LARGE_BODY_BYTES) return done();
    if (largeBytes + bytes > LARGE_BODIES_MAX_BYTES) {
      const detail = 'Too many large requests at once. Send this one again a little later.';
      return done(
        new PosthornError('THROTTLING_QUOTA_EXCEEDED', detail, { retryAfterMs: LARGE_BODIES_RETRY_AFTER_MS }),
      );
    }
    largeBytes += bytes;
    reply.raw.once('close', () => {
      largeBytes -= bytes;
    });
    return done();
  };
}

function cutOff(): PosthornError {
  return new PosthornError('INVALID_REQUEST', 'The connection ended before the body did. Send the request again.');
}

/**
 * Reads a body into one Buffer. A large one owns its ArrayBuffer, so that it can be transferred to another thread; a
 * small one is the piece it came in, as commits copy small payloads anyway.
 */
function readBytes(request: FastifyRequest, done: Done): void {
  const { raw } = request;
  const limit = maxBodyBytesOf(request);
  const announced = request.headers['content-length'];
  let known: Buffer | undefined;
  const chunks: Buffer[] = [];
  let received = 0;
  let finished = false;
  const finish = (error: Error | null, body?: Buffer) => {
    if (finished) return;
    finished = true;
    raw.off('data', onData);
    done(error, body);
  };
  const onData = (chunk: Buffer) => {
    if (received + chunk.length > limit) {
      finish(tooLarge(limit));
      return;
    }
    if (announced === undefined) chunks.push(chunk);
    else if (received === 0 && chunk.length === Number(announced) && chunk.length < SMALL_BODY_BYTES) known = chunk;
    else {
      known ??= Buffer.allocUnsafeSlow(Number(announced));
      known.set(chunk, received);
    }
    received += chunk.length;
  };
  const onEnd = () => {
    const body = known ?? Buffer.allocUnsafeSlow(received);
    let at = 0;
    for (const chunk of chunks) {
      body.set(chunk, at);
      at += chunk.length;
    }
    finish(null, body);
  };
  raw.on('data', onData);
  raw.on('end', onEnd);
  raw.on('close', () => {
    if (!finished) finish(cutOff());
  });
}

/** In this scope `request.body` is the bytes, whatever their content type. */
export function useRawBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  const parse = (request: FastifyRequest, _payload: unknown, done: Done) => readBytes(request, done);
  // The usual types by name: the framework finds these without taking the header apart.
  scope.addContentTypeParser(['application/json', 'application/x-ndjson'], parse);
  scope.addContentTypeParser('*', parse);
}

function parseJson(bytes: Buffer): unknown {
  // An empty body is no body: the route's schema says whether it needs one.
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) throw new PosthornError('INVALID_UTF8', 'The body is not valid UTF-8. Encode it as UTF-8.');
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PosthornError('INVALID_JSON', `The body is not valid JSON: ${reason}`, { cause });
  }
}

/** In this scope bodies are JSON, and anything else is UNSUPPORTED_MEDIA_TYPE. */
export function useJsonBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    ['application/json', 'application/schema+json'],
    (request: FastifyRequest, _payload: unknown, done: Done) =>
      readBytes(request, (error, body) => {
        if (error !== null) return done(error);
        try {
          return done(null, parseJson(body as Buffer));
        } catch (refused) {
          return done(refused as Error);
        }
      }),
  );
}
