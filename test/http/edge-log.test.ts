// What the log says of requests that are refused before they reach a route.
import { expect, it } from 'vitest';
import { SLOW_REQUEST_MS } from '#posthorn/model/limits.js';
import { eventually } from '../harness/eventually.js';
import { startEdge } from './edge-server.js';

it('a call that does not exist is not slow because the process is old', async () => {
  const edge = await startEdge([]);
  await eventually(() => expect(performance.now()).toBeGreaterThan(SLOW_REQUEST_MS));
  expect((await fetch(`${edge.url}/nothing`)).status).toBe(404);
  expect(edge.answers).toEqual([{ operation: '', status: 404 }]);
  expect(edge.log.filter((line) => line.includes('slow request'))).toEqual([]);
  await edge.stop();
});
