// Runs as a Worker: uses the engine over a link, as the push thread does.
import { parentPort, workerData } from 'node:worker_threads';
import { attachSqliteEngine } from '#posthorn/engine/sqlite/attach.js';

const engine = attachSqliteEngine(workerData);
const payload = Uint8Array.from(Buffer.from('"from the thread"\n'));
const batch = { count: 1, payload, ends: Uint32Array.of(payload.length - 1), columns: {} };
const { appends } = await engine.commit({ appends: [{ topic: 'orders', partition: 0, batch }] });
const [slice] = engine.log.read('orders', 0, 0, { maxEvents: 1, maxBytes: 100 });
parentPort.postMessage({ baseOffset: appends[0].baseOffset, read: Buffer.from(slice.batch.payload).toString() });
await engine.close();
