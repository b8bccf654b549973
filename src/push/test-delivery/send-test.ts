// POST …/test, in the push thread: one delivery of an event that is nowhere stored, made, signed and sent as every other.
// Nothing is recorded: no offset, no attempt, no count of the endpoint's failures.
import type { Headers } from '../../engine/attempt-detail.js';
import type { Engine } from '../../engine/engine.js';
import { PosthornError, type WireError } from '../../errors/posthorn-error.js';
import { TESTS_AT_ONCE_MAX, TESTS_RETRY_AFTER_MS } from '../../model/listen-limits.js';
import type { GroupName, PartitionIndex, TopicName } from '../../model/names.js';
import { pack } from '../../model/values.js';
import { answerText } from '../answer.js';
import { shownRequest } from '../attempts/attempt-facts.js';
import { liveCourse, NO_END } from '../course.js';
import { type Delivery, makeDeliveryMaker } from '../delivery.js';
import { newEntry } from '../entry.js';
import { hasHeader } from '../headers.js';
import { type Lane, newLane } from '../lane.js';
import type { Listeners } from '../listener/listeners.js';
import { isSuccess, type SendResult } from '../outcome.js';
import type { RunnerDeps } from '../runner-deps.js';
import type { SubscriptionRecord } from '../subscription-config.js';

export type TestRequest = { readonly subscription: string; readonly topic: string; readonly value: Uint8Array };

/** A PosthornError loses its class between threads: `refused` carries it in the form that does not. */
export type TestResult =
  | { readonly kind: 'refused'; readonly error: WireError }
  | {
      readonly kind: 'sent';
      readonly outcome: 'acknowledged' | 'failed';
      readonly status: number | null;
      readonly phase: string | null;
      readonly durationMs: number;
      readonly response: string | null;
      /** As it was sent; what is secret in it is left out. */
      readonly headers: Headers;
      readonly body: Uint8Array;
    };

export type TestSenderDeps = Pick<RunnerDeps, 'clock' | 'box' | 'send'> & {
  readonly registry: Pick<Engine['registry'], 'get'>;
  readonly listeners: Pick<Listeners, 'of'>;
};

export function makeTestSender(deps: TestSenderDeps) {
  const { clock, box, send } = deps;
  let running = 0;

  const sendTest = async ({ subscription, topic, value }: TestRequest): Promise<TestResult> => {
    const { record, incarnation, listener } = testable(deps, subscription, topic);
    if (running >= TESTS_AT_ONCE_MAX) throw tooMany();
    const lane = laneOf(subscription as GroupName, record, topic as TopicName, incarnation, clock.uuid());
    const make = makeDeliveryMaker(subscription, record, clock, box);
    const delivery = asTest(make(lane, entryOf(value), [sliceOf(value, clock.now())]));
    const startedAt = clock.now();
    running += 1;
    try {
      const result = await new Promise<SendResult>((resolve) => {
        (listener?.send ?? send)(record, delivery, (came) => resolve(came === 'recalled' ? LEFT : came));
      });
      return { ...resultOf(result, Math.max(0, clock.now() - startedAt)), ...shownOf(record, delivery) };
    } finally {
      running -= 1;
    }
  };

  return async (request: TestRequest): Promise<TestResult> => {
    try {
      return await sendTest(request);
    } catch (error) {
      if (error instanceof PosthornError) return { kind: 'refused', error: error.toWire() };
      throw error;
    }
  };
}

const LEFT: SendResult = { kind: 'failure', phase: 'connect', text: 'the listener has left' };

function resultOf(result: SendResult, durationMs: number) {
  const answered = result.kind === 'response';
  const outcome = answered && isSuccess(result) ? ('acknowledged' as const) : ('failed' as const);
  return {
    ...{ kind: 'sent' as const, outcome, durationMs, status: result.status ?? null },
    phase: answered ? (outcome === 'failed' ? 'status' : null) : result.phase,
    response: answered ? answerText(result) : result.text,
  };
}

function shownOf(record: SubscriptionRecord, { headers, body }: Delivery) {
  return { headers: shownRequest(record, headers), body: new Uint8Array(body) };
}

/** It stands at no offset. */
const OFFSET = -1;

function entryOf(value: Uint8Array) {
  const given = { offset: OFFSET, lastOffset: OFFSET, key: null, orderKeys: [], bytes: value.length, slices: null };
  return { ...newEntry(given), previous: OFFSET };
}

function sliceOf(value: Uint8Array, timestamp: number) {
  const batch = { count: 1, ...pack([value]), columns: {} };
  return { batch, baseOffset: OFFSET, timestamp, first: 0, last: 0 };
}

/** A course of its own: its webhook-id is one that no receiver has seen, and none will see again. */
function laneOf(
  group: GroupName,
  record: SubscriptionRecord,
  topic: TopicName,
  topicIncarnation: number,
  id: string,
): Lane {
  const course = { ...liveCourse(group, record), headers: TEST_HEADERS, idReplay: id };
  return newLane({
    ...{ topic, topicIncarnation, partition: 0 as PartitionIndex, ordering: 'none', course },
    ...{ startOffset: OFFSET, endOffset: NO_END, position: OFFSET, previous: null, highWatermark: 0 },
  });
}

const TEST_HEADERS: readonly string[] = ['posthorn-test', 'true'];

/** Whatever headers the subscription has chosen: this one it gets. */
function asTest(delivery: Delivery): Delivery {
  if (!hasHeader(delivery.headers, 'posthorn-test')) delivery.headers.push(...TEST_HEADERS);
  return delivery;
}

/** @throws SUBSCRIPTION_NOT_FOUND UNKNOWN_TOPIC_OR_PARTITION LISTENER_NOT_FOUND */
function testable(
  { registry, listeners }: Pick<TestSenderDeps, 'registry' | 'listeners'>,
  name: string,
  topic: string,
) {
  const document = registry.get('subscriptions', name);
  if (document === undefined) {
    const detail = `Subscription '${name}' does not exist. Create it with PUT /v1/subscriptions/${name}.`;
    throw new PosthornError('SUBSCRIPTION_NOT_FOUND', detail);
  }
  const incarnation = registry.get('topics', topic)?.incarnation;
  if (incarnation === undefined) {
    const detail = `Topic '${topic}' does not exist. Create it with PUT /v1/topics/${topic} and the body {}.`;
    throw new PosthornError('UNKNOWN_TOPIC_OR_PARTITION', detail);
  }
  const record = document.body as SubscriptionRecord;
  const listener = listeners.of(name);
  if (record.endpoint.listen !== true || listener !== undefined) return { record, incarnation, listener };
  const detail =
    `Subscription '${name}' has no URL, and nobody listens. Begin with posthorn listen --subscription ${name} ` +
    '--forward URL, then send the test again.';
  throw new PosthornError('LISTENER_NOT_FOUND', detail);
}

function tooMany(): PosthornError {
  const detail = `${TESTS_AT_ONCE_MAX} test deliveries are under way. Send this one again a little later.`;
  return new PosthornError('THROTTLING_QUOTA_EXCEEDED', detail, { retryAfterMs: TESTS_RETRY_AFTER_MS });
}
