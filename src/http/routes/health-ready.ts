// GET /health/ready: storage takes writes, the push thread answers, and the server is not stopping. For load balancers.
import { Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { problems } from '../shapes/problem.js';

export type Readiness = {
  /** Resolves where all is well. @throws what keeps the server from serving */
  readonly check: () => Promise<void>;
};

export const healthReadyRoute = (readiness: Readiness): Route => ({
  method: 'GET',
  url: '/health/ready',
  scope: 'public',
  schema: {
    operationId: 'getReadiness',
    summary: 'Can the server take and deliver events now?',
    tags: ['operations'],
    response: {
      200: Type.Object({ status: Type.Literal('ready') }, { description: 'It can', examples: [{ status: 'ready' }] }),
      ...problems('SHUTTING_DOWN', 'STORAGE_FULL', 'STORAGE_READ_ONLY', 'KAFKA_STORAGE_ERROR'),
    },
  },
  handler: async () => {
    await readiness.check();
    return { status: 'ready' };
  },
});
