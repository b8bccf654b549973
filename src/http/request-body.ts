// A body's way in: admitted by its announced size, then read into one Buffer (events) or parsed as JSON (control calls).
import type { FastifyInstance, FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { PosthornError } from '../errors/posthorn-error.js';
import {
  LARGE_BODIES_MAX_BYTES,
  LARGE_BODIES_RETRY_AFTER_MS,
  LARGE_BODY_BYTES,
  SMALL_BODY_BYTES,
  UNWANTED_BODY_MAX_BYTES,
} from '../model/limits.js';
import { parseJsonBody } from './json-body.js';

type Done = (error: Error | null, body?: unknown) => void;

const maxBodyBytesOf = (request: FastifyRequest) => request.routeInUse?.maxBodyBytes ?? 0;

function tooLarge(request: FastifyRequest): PosthornError {
  const limit = maxBodyBytesOf(request);
  const detail = `The body is larger than ${limit} bytes. ${request.routeInUse?.whenTooLarge ?? 'Make it smaller.'}`;
  return new PosthornError('MESSAGE_TOO_LARGE', detail, { members: { maxBytes: limit } });
}

function encoded(encoding: string): PosthornError {
  const detail = `The body is sent with content-encoding ${encoding.slice(0, 40)}, which is not taken: send it uncompressed.`;
  return new PosthornError('UNSUPPORTED_MEDIA_TYPE', detail);
}

function transferEncoded(coding: string): PosthornError {
  const detail = `The body is sent with transfer-encoding ${coding.slice(0, 40)}, of which only chunked is taken: send it uncompressed.`;
  return new PosthornError('UNSUPPORTED_MEDIA_TYPE', detail);
}

/** Left open, the connection lets its sender finish and read the answer; endless bodies are cut off. */
function leaveUnread(reply: FastifyReply, bytes: number): void {
  if (bytes > UNWANTED_BODY_MAX_BYTES) reply.header('connection', 'close');
}

/** A hook for calls that read no body at all: one that comes along would be ignored, so it is refused. */
export function refuseAnyBody(request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void {
  const announced = request.headers['content-length'];
  const chunked = request.headers['transfer-encoding'] !== undefined;
  if (!chunked && (announced === undefined || announced === '0')) done();
  else {
    leaveUnread(reply, chunked ? Number.POSITIVE_INFINITY : Number(announced));
    done(new PosthornError('INVALID_REQUEST', `${request.method} takes no body. Send the request without one.`));
  }
}

/** For calls whose body says nothing: none, or an empty object. @throws INVALID_REQUEST */
export function refuseBodyFields(body: unknown): void {
  if (body === undefined) return;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new PosthornError('INVALID_REQUEST', 'This call takes no body. Send the request without one, or with {}.');
  }
  const names = Object.keys(body);
  if (names.length === 0) return;
  const errors = names.map((name) => ({ path: `/${name}`, message: 'is unknown' }));
  const detail = `Body field '${names[0]?.slice(0, 100)}' is unknown: this call takes no body. Leave it out.`;
  throw new PosthornError('INVALID_REQUEST', detail, { errors });
}

/**
 * A hook that refuses a body before it is read: one that announces too much, or one too many of the large ones that
 * are in memory at once. One budget serves all routes of a server. A sender that waits to be asked for its body is asked
 * here, once it is admitted.
 */
export function makeBodyAdmission(): (
  request: FastifyRequest,
  reply: FastifyReply,
  done: HookHandlerDoneFunction,
) => void {
  let largeBytes = 0;
  const admit = (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction) => {
    // With any other expectation no request comes this far.
    if (request.headers.expect !== undefined) reply.raw.writeContinue();
    done();
  };
  return (request, reply, done) => {
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding.toLowerCase() !== 'identity') return done(encoded(encoding));
    const announced = request.headers['content-length'];
    const transfer = request.headers['transfer-encoding'];
    if (transfer !== undefined && transfer.toLowerCase() !== 'chunked') return done(transferEncoded(transfer));
    const chunked = announced === undefined && transfer !== undefined;
    if (announced === undefined && !chunked) return done();
    const limit = maxBodyBytesOf(request);
    const bytes = chunked ? limit : Number(announced);
    if (bytes > limit) {
      leaveUnread(reply, bytes);
      return done(tooLarge(request));
    }
    if (bytes <= LARGE_BODY_BYTES) return admit(request, reply, done);
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
    return admit(request, reply, done);
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
      finish(tooLarge(request));
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

/** In this scope bodies are JSON, and anything else is UNSUPPORTED_MEDIA_TYPE. */
export function useJsonBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    ['application/json', 'application/schema+json'],
    (request: FastifyRequest, _payload: unknown, done: Done) =>
      readBytes(request, (error, body) => {
        if (error !== null) return done(error);
        try {
          return done(null, parseJsonBody(body as Buffer));
        } catch (refused) {
          return done(refused as Error);
        }
      }),
  );
}
