// The edge: a request is admitted, read, checked against its route's schema and handed to the route's handler; what is
// thrown on the way becomes a problem document. Hooks on this way run for every event produced: they allocate nothing.
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { PosthornError } from '../errors/posthorn-error.js';
import type { Clock } from '../model/clock.js';
import {
  HEADERS_TIMEOUT_MS,
  KEEP_ALIVE_TIMEOUT_MS,
  PATH_PARAMETER_MAX_CHARS,
  SHUTTING_DOWN_RETRY_AFTER_MS,
} from '../model/limits.js';
import type { Log } from '../telemetry/log.js';
import { answerBrokenRequest, answerUnknownExpectation } from './broken-request.js';
import { lazyCompilers } from './lazy-compilers.js';
import { registerMethodGuards } from './method-guards.js';
import { serveOpenapi } from './openapi.js';
import { expectedError, problemOf, unexpectedError } from './problem.js';
import { registerRoutes } from './register-routes.js';
import { makeRequestIds, REQUEST_ID_HEADER } from './request-id.js';
import { observeRequests, type RequestObserver } from './request-log.js';
import type { Route } from './route.js';
import { PROBLEM_CONTENT_TYPE, problemShape } from './shapes/problem.js';

/** What the composition root sees of it. */
export type HttpServer = FastifyInstance;

export type HttpSettings = {
  readonly maxBodyBytes: number;
  readonly maxControlBodyBytes: number;
  readonly maxHeaderBytes: number;
  readonly requestTimeoutMs: number;
};

export type HttpServerOptions = {
  readonly settings: HttpSettings;
  readonly clock: Clock;
  readonly observer: RequestObserver;
  /** True from the moment the server is told to stop: new requests are refused. */
  readonly isStopping: () => boolean;
  readonly log: Log;
};

/** The server without its routes. It has the program's log, not one of the framework's: that one costs every request. */
export function makeHttpServer(options: HttpServerOptions): FastifyInstance {
  const { settings, log } = options;
  const app: FastifyInstance = fastify({
    genReqId: makeRequestIds(options.clock),
    bodyLimit: settings.maxControlBodyBytes,
    requestTimeout: settings.requestTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    http: {
      maxHeaderSize: settings.maxHeaderBytes,
      headersTimeout: HEADERS_TIMEOUT_MS,
      // Checked below: left to Node, the answer has no body.
      requireHostHeader: false,
    },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: PATH_PARAMETER_MAX_CHARS },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: true, allErrors: true } },
    schemaController: { compilersFactory: lazyCompilers },
    frameworkErrors: (error, request, reply) => sendProblem(log, error, request, reply),
    clientErrorHandler: answerBrokenRequest,
  });
  app.addSchema(problemShape);
  // First of all: what is refused below is measured too.
  observeRequests(app, log, options.observer);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header(REQUEST_ID_HEADER, request.id);
    if (request.method === 'GET') reply.header('x-content-type-options', 'nosniff');
    if (options.isStopping() && request.routeOptions.config.route?.scope !== 'public') {
      reply.header('connection', 'close');
      return done(shuttingDown());
    }
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1') return done(noHost());
    // Before the body is looked at: whatever it is, the call is what is wrong.
    return request.is404 ? done(noSuchCall(request)) : done();
  });
  // A sender that waits to be asked for its body is asked once the route has admitted it: never for one that is refused.
  app.server.on('checkContinue', (request, response) => app.server.emit('request', request, response));
  app.server.on('checkExpectation', answerUnknownExpectation);
  app.setErrorHandler((error, request, reply) => sendProblem(log, error, request, reply));
  app.setNotFoundHandler((request) => {
    throw noSuchCall(request);
  });
  return app;
}

/** Gives the server its calls; to be awaited once, before it listens. */
export async function addRoutes(app: FastifyInstance, routes: readonly Route[], settings: HttpSettings): Promise<void> {
  await serveOpenapi(app);
  registerRoutes(app, routes, settings);
  registerMethodGuards(app, routes);
  await app.ready();
}

function noSuchCall({ method, url }: FastifyRequest): PosthornError {
  const detail = `There is no ${method} ${url.slice(0, 200)}. See /docs for the calls there are.`;
  return new PosthornError('ROUTE_NOT_FOUND', detail);
}

function noHost(): PosthornError {
  return new PosthornError('INVALID_REQUEST', 'The request has no Host header, which HTTP/1.1 requires. Send one.');
}

function shuttingDown(): PosthornError {
  const detail = 'The server is stopping and takes no new requests. Send it again when the next one is up.';
  return new PosthornError('SHUTTING_DOWN', detail, { retryAfterMs: SHUTTING_DOWN_RETRY_AFTER_MS });
}

function sendProblem(log: Log, thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const expected = expectedError(thrown);
  if (expected === undefined) log.error({ requestId: request.id, err: thrown }, 'request failed');
  const error = expected ?? unexpectedError(thrown);
  const problem = problemOf(error, request.id);
  reply.problemCode = error.code;
  reply.code(problem.status).header('content-type', PROBLEM_CONTENT_TYPE).header(REQUEST_ID_HEADER, request.id);
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds);
  // As bytes: the framework would add a charset to text, and this media type has none.
  reply.send(Buffer.from(problem.text));
}
