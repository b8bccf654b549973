// Entry of the push thread: the one place, beside bus.ts, that puts a storage engine and push together.
import { type MessagePort, workerData } from 'node:worker_threads';
import { attachSqliteEngine } from './engine/sqlite/attach.js';
import type { PushSettings } from './push/push-protocol.js';
import { runPushThread } from './push/push-thread.js';
import { DEAD_LETTER_TOPIC } from './topics/topic-config.js';

const { link, port, settings } = workerData as { link: unknown; port: MessagePort; settings: PushSettings };

runPushThread({
  engine: attachSqliteEngine(link),
  port,
  settings,
  deadLetterTopic: DEAD_LETTER_TOPIC,
});
