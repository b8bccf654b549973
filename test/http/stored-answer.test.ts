import { expect, test } from 'vitest';
import { Type } from '#posthorn/http/json-schema.js';
import type { Route } from '#posthorn/http/route.js';
import { problems } from '#posthorn/http/shapes/problem.js';
import { startEdge } from './edge-server.js';

test('what is stored is answered even where it does not fit the documented shape', async () => {
  const item = Type.Object({ start: Type.Union([Type.Literal('latest'), Type.Object({ offsets: Type.Integer() })]) });
  const stored = { items: [{ start: 'latest' }, { start: { offsets: [] } }] };
  const route: Route = {
    method: 'GET',
    url: '/v1/things',
    scope: 'admin',
    schema: {
      operationId: 'listThings',
      summary: 'Things',
      tags: ['topics'],
      response: { 200: Type.Object({ items: Type.Array(item) }), ...problems() },
    },
    handler: () => stored,
  };
  const edge = await startEdge([route]);
  const answer = await fetch(`${edge.url}/v1/things`);
  expect([answer.status, await answer.json()]).toEqual([200, stored]);
  await edge.stop();
});
