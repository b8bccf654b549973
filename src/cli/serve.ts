// `posthorn serve`: settings, start, then wait for the signal to stop. A second signal hurries.
import { readEnvironment } from '../config/read-settings.js';
import { openEngine } from '../open-engine.js';
import { watchSignals } from './signals.js';

/** Resolves once the server has stopped. @throws INVALID_SETTING DATA_IN_USE and others of the start */
export async function serve(): Promise<void> {
  const settings = readEnvironment();
  const signals = watchSignals();
  const storage = openEngine(settings);
  // Loaded while the engine's threads start.
  const { makeBus } = await import('../bus.js');
  const bus = await makeBus(settings, { storage });
  const { log } = bus;
  try {
    await bus.start();
  } catch (error) {
    await bus.stop();
    throw error;
  }
  const reason = await Promise.race([signals.first, bus.failed]);
  const { drainTimeoutMs } = settings;
  if (typeof reason === 'string') log.info({ signal: reason, drainTimeoutMs }, 'stopping; a second signal hurries');
  else log.fatal({ err: reason }, 'a thread died; stopping, so that a restart can go on from what is on disk');
  const stopped = bus.stop();
  signals.onSecond(() => bus.hurry());
  await stopped;
  log.info('stopped');
  if (typeof reason !== 'string') throw reason;
}
