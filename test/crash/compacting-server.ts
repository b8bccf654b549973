// The server as a process of its own, over storage that looks for what is to be compacted many times a second.
import { once } from 'node:events';
import { makeBus } from '#posthorn/bus.js';
import { readEnvironment } from '#posthorn/config/read-settings.js';
import { compactingStorage } from '../harness/compacting-storage.js';

const settings = readEnvironment();
const bus = await makeBus(settings, { storage: compactingStorage(settings.dataFolder) });
await bus.start();
await once(process, 'SIGTERM');
await bus.stop();
