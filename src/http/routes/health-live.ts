// GET /health/live: the process serves requests. For restarts: it fails only when nothing answers at all.
import { Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { problems } from '../shapes/problem.js';

export const healthLiveRoute = (): Route => ({
  method: 'GET',
  url: '/health/live',
  scope: 'public',
  schema: {
    operationId: 'getLiveness',
    summary: 'Is the process alive?',
    tags: ['operations'],
    response: {
      200: Type.Object({ status: Type.Literal('ok') }, { description: 'It is', examples: [{ status: 'ok' }] }),
      ...problems(),
    },
  },
  handler: () => ({ status: 'ok' }),
});
