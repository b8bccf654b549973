// GET /metrics: numbers about everything, as Prometheus reads them.
import { Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { problems } from '../shapes/problem.js';

export type MetricsPage = { readonly contentType: string; readonly text: () => Promise<string> };

const EXAMPLE = '# TYPE posthorn_appended_events_total counter\nposthorn_appended_events_total 42\n';

export const metricsRoute = (metrics: MetricsPage): Route => ({
  method: 'GET',
  url: '/metrics',
  scope: 'public',
  schema: {
    operationId: 'getMetrics',
    summary: 'Metrics as Prometheus text',
    tags: ['operations'],
    response: {
      200: Type.Unsafe({
        description: 'One metric a line',
        content: { 'text/plain': { schema: Type.String({ examples: [EXAMPLE] }) } },
      }),
      ...problems(),
    },
  },
  handler: async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()),
});
