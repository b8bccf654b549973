// What a running subscription needs of the push thread, and what it offers.
import type { DeadLetterTopic } from '../engine/dead-letter.js';
import type { Document, Engine } from '../engine/engine.js';
import type { Clock } from '../model/clock.js';
import type { Alarm } from './alarm.js';
import type { Message } from './delivery.js';
import type { Recipient } from './endpoint/courier.js';
import type { CompileFilter } from './filter/event-filter.js';
import type { FilterTurns } from './filter/filter-turns.js';
import type { Gate } from './gate.js';
import type { EndpointHealth } from './health/endpoint-health.js';
import type { LaneIndex } from './lane-index.js';
import type { Recalled, SendResult } from './outcome.js';
import type { PushLog } from './push-log.js';
import type { PushCounters, SubscriptionLoad } from './push-stats.js';
import type { Recorder } from './recorder.js';
import type { OpenReplyPlanner } from './replies/reply-planner.js';
import type { Box } from './sealed.js';

export type RunnerDeps = {
  readonly engine: Pick<Engine, 'log' | 'groups' | 'registry' | 'redriven'>;
  readonly clock: Clock;
  readonly alarm: Alarm;
  readonly gate: Gate;
  readonly index: LaneIndex;
  readonly recorder: Recorder;
  readonly counters: PushCounters;
  readonly log: PushLog;
  readonly deadLetterTopic: DeadLetterTopic;
  /** Opens the secrets of endpoints. */
  readonly box: Box;
  /** `done` is called once; the request never takes longer than the endpoint's time-out. */
  readonly send: (
    record: Recipient,
    delivery: Message,
    done: (result: SendResult | Recalled) => void,
    /** How much of an answer's body is of use; default: RESPONSE_KEPT_BYTES. */
    keptBytes?: number,
  ) => void;
  /** Who answers stands in for the endpoint: what it does says nothing of how the endpoint is. */
  readonly isStandIn?: true;
  readonly openReplies: OpenReplyPlanner;
  readonly compileFilter: CompileFilter;
  readonly filterTurns: FilterTurns;
  /** The endpoint said that it is gone, or has failed for too long. */
  readonly pause: (document: Document, reason: string) => void;
  /** What was written is not what the storage holds now. */
  readonly reload: (name: string) => void;
};

export type Runner = {
  readonly document: Document;
  readonly running: number;
  /** What it holds in memory is void: another one must begin from what is stored. */
  readonly isVoid: boolean;
  start(topics: Iterable<string>): void;
  /** A topic that this subscription receives has come, grown or gone. */
  topicChanged(topic: string): void;
  /** A replay has begun, ended or been cancelled. */
  replaysChanged(): void;
  /** Starts nothing more; resolves when what was under way has ended and is on disk. */
  retire(): Promise<void>;
  /** Starts nothing more and waits for nothing: what still runs counts for nothing and is sent again another time. */
  cut(): void;
  /** Forgets everything at once: its subscription is gone. */
  abandon(): void;
  load(): SubscriptionLoad;
  readonly health: Pick<EndpointHealth, 'view'>;
};
