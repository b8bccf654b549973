import { connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { makeAnswerBudget, tooMuchInFlight } from '#posthorn/consume/answer-budget.js';
import { sendAnswer } from '#posthorn/http/answer-sender.js';
import type { Route } from '#posthorn/http/route.js';
import { eventually } from '../harness/eventually.js';
import { makeHttpClient } from '../harness/http.js';
import { startEdge } from './edge-server.js';

const MIB = 1024 * 1024;

function largeAnswerRoute(): Route {
  const budget = makeAnswerBudget();
  const chunk = Buffer.alloc(50 * MIB, 'x');
  return {
    method: 'GET',
    url: '/large',
    scope: 'consume',
    schema: { operationId: 'large', summary: 'Large', tags: [] },
    handler: (_request, reply) => {
      const answer = { chunks: [chunk, chunk], bytes: 2 * chunk.length };
      const held = budget.build(answer.bytes, () => answer);
      if (held === undefined) throw tooMuchInFlight();
      return sendAnswer(reply, held);
    },
  };
}

/** Asks, reads the first bytes of the answer and then no more. */
async function stalledClient(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  socket.write('GET /large HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(2));
  await new Promise((resolve) => socket.once('data', resolve));
  socket.pause();
  return socket;
}

it('refuses more while slow clients hold too much, and recovers when they go', async () => {
  const edge = await startEdge([largeAnswerRoute()]);
  const http = makeHttpClient(edge.url);
  try {
    const stalled = await stalledClient(edge.port);
    await eventually(async () => {
      const refused = await http.get('/large');
      expect([refused.status, refused.json()['code']]).toEqual([429, 'THROTTLING_QUOTA_EXCEEDED']);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    });
    stalled.destroy();
    await eventually(async () => {
      const answer = await http.get('/large');
      expect([answer.status, answer.bytes.length]).toEqual([200, 100 * MIB]);
    });
  } finally {
    http.close();
    await edge.stop();
  }
});
