// With the answer: one observation for the metrics, and a log line where something went wrong or took long.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '../errors/registry.js';
import { SLOW_REQUEST_MS } from '../model/limits.js';
import type { Log } from '../telemetry/log.js';
import type { Route } from './route.js';

/** What hooks need to know of the route; made once a route. (The framework makes its own description at each look.) */
export type RouteInUse = {
  readonly operation: string;
  readonly maxBodyBytes: number;
  /** What to do about a body above it. */
  readonly whenTooLarge: string;
  /** A long poll or a tail takes its time by intent. */
  readonly mayTakeLong: boolean;
};

declare module 'fastify' {
  interface FastifyContextConfig {
    route?: Route;
  }
  interface FastifyRequest {
    /** Null for a call that does not exist. */
    routeInUse: RouteInUse | null;
    /** Of the performance clock, ms. */
    startedAt: number;
  }
  interface FastifyReply {
    /** Code of the problem that was answered; '' where none was. */
    problemCode: ErrorCode | '';
    /** To be called once, as the answer leaves. The framework does so itself unless the answer is sent around it. */
    observe: () => void;
  }
}

export type RequestObserver = {
  /** `operation`: '' for a call that does not exist. */
  readonly answered: (operation: string, status: number, durationMs: number) => void;
  readonly refused: (operation: string, code: ErrorCode) => void;
};

const FAILED = 500;
function logAnswer(log: Log, request: FastifyRequest, reply: FastifyReply, durationMs: number): void {
  const { statusCode: status } = reply;
  const fields = () => ({
    requestId: request.id,
    method: request.method,
    // Without the query: it may carry keys.
    path: request.url.split('?', 1)[0],
    status,
    durationMs: Math.round(durationMs * 10) / 10,
    ...(reply.problemCode === '' ? {} : { code: reply.problemCode }),
  });
  if (status >= FAILED) log.warn(fields(), 'request answered with a failure');
  else if (durationMs > SLOW_REQUEST_MS && request.routeInUse?.mayTakeLong !== true) {
    log.warn(fields(), 'slow request');
  } else if (log.isLevelEnabled('debug')) log.debug(fields(), 'request');
}

export function observeRequests(app: FastifyInstance, log: Log, observer: RequestObserver): void {
  app.decorateRequest('routeInUse', null);
  app.decorateRequest('startedAt', 0);
  app.decorateReply('problemCode', '');
  app.decorateReply('observe', function (this: FastifyReply) {
    const { request } = this;
    const durationMs = performance.now() - request.startedAt;
    const operation = request.routeInUse?.operation ?? '';
    observer.answered(operation, this.statusCode, durationMs);
    if (this.problemCode !== '') observer.refused(operation, this.problemCode);
    logAnswer(log, request, this, durationMs);
  });
  app.addHook('onRequest', (request, _reply, done) => {
    request.startedAt = performance.now();
    done();
  });
  // Not onResponse: with it the framework listens to every response's end, at a tenth of a small request's cost.
  app.addHook('onSend', (_request, reply, payload, done) => {
    reply.observe();
    done(null, payload);
  });
}
