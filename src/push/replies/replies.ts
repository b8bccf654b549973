// `deliver()`, steps send and reply: of a subscription with `replies` answers are kept as far as a reply may be long, and judged
// before they count.

import { SUBSCRIPTION_REPLIES_MAX_BYTES } from '../../model/reply-limits.js';
import type { Answer } from '../answer.js';
import type { Delivery } from '../delivery.js';
import type { Entry } from '../entry.js';
import type { Lane } from '../lane.js';
import { isSuccess, type Recalled, type SendResult } from '../outcome.js';
import type { RunnerDeps } from '../runner-deps.js';
import type { SubscriptionRecord } from '../subscription-config.js';
import type { Reply } from './pending-replies.js';
import type { RepliesConfig } from './replies-config.js';
import { type JudgeReply, makeReplyJudge } from './reply-judge.js';
import type { ReplyOrigin } from './reply-origin.js';
import type { OpenReplyPlanner } from './reply-planner.js';

export type Sending = {
  /** Whether the answer of one more delivery could find no room. `pendingBytes`: of replies that wait for their commit. */
  isFull(running: number, pendingBytes: number): boolean;
  /** `done` gets the events that the answer carries, accepted; a reply that is refused is a failure. */
  send(lane: Lane, entry: Entry, delivery: Delivery, done: Done): void;
};

type Done = (result: SendResult | Recalled, reply?: Reply) => void;

/** @param name the subscription's */
export function makeSending(
  name: string,
  record: SubscriptionRecord,
  { send, openReplies }: Pick<RunnerDeps, 'send' | 'openReplies'>,
): Sending {
  const { replies } = record;
  if (replies !== undefined) return makeReplies({ name, record, config: replies, send, open: openReplies });
  return { isFull: () => false, send: (_lane, _entry, delivery, done) => send(record, delivery, done) };
}

type RepliesDeps = {
  readonly name: string;
  readonly record: SubscriptionRecord;
  readonly config: RepliesConfig;
  readonly send: RunnerDeps['send'];
  readonly open: OpenReplyPlanner;
};

function makeReplies({ name, record, config, send, open }: RepliesDeps): Sending {
  let judge: JudgeReply | undefined;
  let opening: Promise<void> | undefined;

  const openOnce = async (): Promise<void> => {
    judge = makeReplyJudge(name, config, await open());
  };

  return {
    isFull: (running, pendingBytes) => {
      if (running === 0 && pendingBytes === 0) return false;
      return (running + 1) * config.maxBytes + pendingBytes > SUBSCRIPTION_REPLIES_MAX_BYTES;
    },
    send: (lane, _entry, delivery, done) => {
      opening ??= openOnce();
      const opened = opening;
      // Told to the answer that needs it.
      opened.catch(() => undefined);
      const answered = (result: SendResult | Recalled): void => {
        if (result === 'recalled' || result.kind !== 'response' || !isSuccess(result)) done(result);
        else if (judge !== undefined) judgeAnswer(judge, result, originOf(name, lane, delivery), done);
        else {
          const failed = (error: unknown): void => {
            opening = undefined;
            done({ kind: 'failure', phase: 'reply', status: result.status, text: `replies can't be judged: ${error}` });
          };
          opened.then(() => answered(result), failed);
        }
      };
      send(record, delivery, answered, config.maxBytes);
    },
  };
}

function judgeAnswer(judge: JudgeReply, answer: Answer, origin: ReplyOrigin, done: Done): void {
  const judged = judge(answer, origin);
  switch (judged.kind) {
    case 'none':
      done(answer);
      return;
    case 'refused':
      done({ kind: 'failure', phase: 'reply', status: answer.status, text: judged.text });
      return;
    case 'accepted': {
      const { plans } = judged;
      let bytes = answer.body?.byteLength ?? 0;
      for (const { appends } of plans) for (const { batch } of appends) bytes += batch.payload.byteLength;
      done(answer, { plans, bytes, judgeAgain: () => judge(answer, origin) });
      return;
    }
    default:
      judged satisfies never;
  }
}

function originOf(subscription: string, { course }: Lane, { headers, lane, entry }: Delivery): ReplyOrigin {
  let traceparent: string | null = null;
  for (let at = 0; at < headers.length; at += 2)
    if (headers[at] === 'traceparent') traceparent = headers[at + 1] ?? null;
  return {
    subscription,
    topic: lane.topic,
    partition: lane.partition,
    offset: entry.offset,
    lastOffset: entry.lastOffset,
    replay: course.replay?.record.id ?? null,
    traceparent,
  };
}
