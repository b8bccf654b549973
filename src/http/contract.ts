// The OpenAPI document of a server that never listens: what is committed in openapi/ and compared by a test.
import { systemClock } from '../model/clock.js';
import { makeLog } from '../telemetry/log.js';
import { makeRoutes, type RouteDependencies } from './routes/table.js';
import { addRoutes, makeHttpServer } from './server.js';

const LIMITS = {
  maxBodyBytes: 1,
  maxControlBodyBytes: 1,
  maxHeaderBytes: 1024,
  requestTimeoutMs: 0,
};

/** Fields in the order of the routes, two spaces of indent, a line feed at the end. */
export async function contractText(): Promise<string> {
  const app = makeHttpServer({
    settings: LIMITS,
    clock: systemClock,
    log: makeLog('silent'),
    observer: { answered: () => {}, refused: () => {} },
    isStopping: () => false,
  });
  // No handler runs: the routes need nothing behind them to be described.
  await addRoutes(app, makeRoutes({} as RouteDependencies), LIMITS);
  const text = JSON.stringify(app.swagger(), null, 2);
  await app.close();
  return `${text}\n`;
}
