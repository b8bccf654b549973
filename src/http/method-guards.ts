// A known path with a method it does not have is 405 and says which it has.
import type { FastifyInstance } from 'fastify';
import { PosthornError } from '../errors/posthorn-error.js';
import type { Route } from './route.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

export function registerMethodGuards(app: FastifyInstance, routes: readonly Route[]): void {
  const methodsByUrl = new Map<string, Set<string>>();
  for (const { url, method } of routes) {
    methodsByUrl.set(url, (methodsByUrl.get(url) ?? new Set()).add(method));
  }
  for (const [url, methods] of methodsByUrl) {
    const allowed = [...methods].join(', ');
    const refuse = (method: string) => {
      const detail = `${url} takes ${allowed}, not ${method}. See /docs for the calls there are.`;
      return new PosthornError('METHOD_NOT_ALLOWED', detail);
    };
    app.route({
      method: METHODS.filter((method) => !methods.has(method)),
      url,
      schema: { hide: true },
      // Before the body is looked at: whatever it is, the method is what is wrong.
      onRequest: (request, reply, done) => {
        reply.header('allow', allowed);
        done(refuse(request.method));
      },
      handler: (request) => {
        throw refuse(request.method);
      },
    });
  }
}
