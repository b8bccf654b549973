// After the answer: one observation for the metrics, and a log line where something went wrong or took long.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '../errors/registry.js';
import { SLOW_REQUEST_MS } from '../model/limits.js';
import type { Route } from './route.js';

/** What hooks need to know of the route; made once a route. (The framework makes its own description at each look.) */
export type RouteInUse = {
  readonly operation: string;
  readonly maxBodyBytes: number;
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
  }
  interface FastifyReply {
    /** Code of the problem that was answered; '' where none was. */
    problemCode: ErrorCode | '';
  }
}

export type RequestObserver = {
  /** `operation`: '' for a call that does not exist. */
  readonly answered: (operation: string, status: number, durationMs: number) => void;
  readonly refused: (operation: string, code: ErrorCode) => void;
};

const FAILED = 500;
function logAnswer(request: FastifyRequest, reply: FastifyReply, durationMs: number): void {
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
  if (status >= FAILED) request.log.warn(fields(), 'request answered with a failure');
  else if (durationMs > SLOW_REQUEST_MS && request.routeInUse?.mayTakeLong !== true) {
    request.log.warn(fields(), 'slow request');
  } else if (request.log.level === 'debug' || request.log.level === 'trace') request.log.debug(fields(), 'request');
}

export function observeRequests(app: FastifyInstance, observer: RequestObserver): void {
  app.decorateRequest('routeInUse', null);
  app.decorateReply('problemCode', '');
  app.addHook('onResponse', (request, reply, done) => {
    const durationMs = reply.elapsedTime;
    const operation = request.routeInUse?.operation ?? '';
    observer.answered(operation, reply.statusCode, durationMs);
    if (reply.problemCode !== '') observer.refused(operation, reply.problemCode);
    logAnswer(request, reply, durationMs);
    done();
  });
}
