// The end of the server: no new connections, running requests answered, and what still runs at the time-out is cut.
import { DRAIN_POLL_MS } from '../model/limits.js';
import type { Log } from '../telemetry/log.js';
import type { HttpServer } from './server.js';

export async function drain(http: HttpServer, log: Log, timeoutMs: number): Promise<void> {
  const cut = setTimeout(() => {
    log.warn({ timeoutMs }, 'requests were still running at the drain time-out: their connections are cut');
    http.server.closeAllConnections();
  }, timeoutMs);
  // A connection that was busy when the server closed stays open after its answer unless it is let go.
  const letGo = setInterval(() => http.server.closeIdleConnections(), DRAIN_POLL_MS);
  await http.close();
  clearInterval(letGo);
  clearTimeout(cut);
}
