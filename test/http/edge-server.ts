// A server with routes of the test's own: the edge without the product behind it.

import type { Route } from '#posthorn/http/route.js';
import { addRoutes, makeHttpServer } from '#posthorn/http/server.js';
import { systemClock } from '#posthorn/model/clock.js';
import { makeLog } from '#posthorn/telemetry/log.js';

export type Edge = {
  readonly url: string;
  readonly port: number;
  readonly log: string[];
  readonly answers: { operation: string; status: number }[];
  stopping: boolean;
  readonly stop: () => Promise<void>;
};

const KIB = 1024;
export const SMALL_LIMITS = {
  logLevel: 'info',
  maxBodyBytes: 64 * KIB,
  maxControlBodyBytes: 4 * KIB,
  maxHeaderBytes: 4 * KIB,
  requestTimeoutMs: 5_000,
} as const;

export async function startEdge(routes: readonly Route[], settings: Partial<typeof SMALL_LIMITS> = {}): Promise<Edge> {
  const log: string[] = [];
  const answers: Edge['answers'] = [];
  const limits = { ...SMALL_LIMITS, ...settings };
  const app = makeHttpServer({
    settings: limits,
    clock: systemClock,
    observer: { answered: (operation, status) => answers.push({ operation, status }), refused: () => {} },
    isStopping: () => edge.stopping,
    log: makeLog(limits.logLevel, { write: (line) => log.push(line) }),
  });
  await addRoutes(app, routes, limits);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const edge: Edge = { url, port: Number(new URL(url).port), log, answers, stopping: false, stop: () => app.close() };
  return edge;
}
