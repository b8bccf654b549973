// Entry of the push thread: the one place, beside bus.ts, that puts a storage engine and push together.
import { type MessagePort, workerData } from 'node:worker_threads';
import { attachSqliteEngine } from './engine/sqlite/attach.js';
import { compileFilter } from './filters/compile-filter.js';
import type { PushSettings } from './push/push-protocol.js';
import { runPushThread } from './push/push-thread.js';
import type { OpenReplyPlanner } from './push/replies/reply-planner.js';
import { DEAD_LETTER_TOPIC } from './topics/topic-config.js';

const { link, port, settings } = workerData as { link: unknown; port: MessagePort; settings: PushSettings };

const engine = attachSqliteEngine(link);
let planner: ReturnType<OpenReplyPlanner> | undefined;
const openReplies: OpenReplyPlanner = () => {
  planner ??= import('./push-replies.js').then(({ makeReplyPlanner }) => makeReplyPlanner(engine));
  return planner;
};

runPushThread({
  engine,
  compileFilter,
  openReplies,
  port,
  settings,
  deadLetterTopic: DEAD_LETTER_TOPIC,
});
