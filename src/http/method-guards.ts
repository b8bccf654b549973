// A known path with a method it does not have is 405 and says which it has.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PosthornError } from '../errors/posthorn-error.js';
import type { Route } from './route.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

export function registerMethodGuards(app: FastifyInstance, routes: readonly Route[]): void {
  const methodsByUrl = new Map<string, Set<string>>();
  for (const { url, method } of routes) {
    const methods = methodsByUrl.get(url) ?? new Set();
    methodsByUrl.set(url, method === 'GET' ? methods.add('GET').add('HEAD') : methods.add(method));
  }
  for (const [url, methods] of methodsByUrl) {
    const allowed = [...methods].join(', ');
    const refuse = ({ method, url: asked }: FastifyRequest) => {
      const path = (asked.split('?', 1)[0] ?? '').slice(0, 200);
      const detail = `${path} takes ${allowed}, not ${method}. See /docs for the calls there are.`;
      return new PosthornError('METHOD_NOT_ALLOWED', detail);
    };
    app.route({
      method: METHODS.filter((method) => !methods.has(method)),
      url,
      schema: { hide: true },
      // Before the body is looked at: whatever it is, the method is what is wrong.
      onRequest: (request, reply, done) => {
        reply.header('allow', allowed);
        done(refuse(request));
      },
      handler: (request) => {
        throw refuse(request);
      },
    });
  }
}
