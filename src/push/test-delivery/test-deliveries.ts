// POST …/test: body ▸ topic ▸ value ▸ send ▸ answer. Says at once what an endpoint does with an event of a topic.
import { isUtf8 } from 'node:buffer';
import type { Engine } from '../../engine/engine.js';
import { type ErrorPlace, PosthornError } from '../../errors/posthorn-error.js';
import { matchesTopic } from '../../model/topic-match.js';
import type { TestRequest, TestResult } from './send-test.js';
import { invalid, parseTestBody } from './test-body.js';

export type TestAnswer = {
  readonly topic: string;
  readonly outcome: 'acknowledged' | 'failed';
  readonly status?: number;
  readonly phase?: string;
  readonly durationMs: number;
  /** `body` as text, `bodyBase64` where it is none. */
  readonly request: {
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly bodyBase64?: string;
  };
  readonly response?: string;
};

export type TestDeliveries = {
  /**
   * @throws SUBSCRIPTION_NOT_FOUND UNKNOWN_TOPIC_OR_PARTITION LISTENER_NOT_FOUND INVALID_REQUEST INVALID_RECORD
   * THROTTLING_QUOTA_EXCEEDED and what is wrong with a body
   */
  send(subscription: string, body: Buffer, contentType: string | undefined): Promise<TestAnswer>;
};

/** What the topics' schemas say. */
export type TestValues = {
  /** JSON that the topic's schema allows; undefined: none could be made. */
  sampleFor(topic: string): string | undefined;
  /** Where `value` breaks the topic's schema. */
  problemsOf(topic: string, value: Uint8Array): readonly ErrorPlace[];
};

type Tested = { readonly name: string; readonly topics: readonly string[] };

export type TestDeliveriesDeps = {
  readonly registry: Pick<Engine['registry'], 'list'>;
  readonly values: TestValues;
  readonly ask: (request: TestRequest) => Promise<TestResult>;
  /** @throws SUBSCRIPTION_NOT_FOUND INVALID_GROUP_ID */
  readonly find: (subscription: string) => Promise<Tested>;
};

export function makeTestDeliveries({ registry, values, ask, find }: TestDeliveriesDeps): TestDeliveries {
  const chooseTopic = ({ name, topics }: Tested, asked: string | undefined): string => {
    const all = registry.list('topics').map((topic) => topic.name);
    const names = all.filter((topic) => matchesTopic(topics, topic));
    if (asked !== undefined) {
      if (names.includes(asked)) return asked;
      throw invalid('/topic', `is none of the topics that '${name}' receives (${listed(names)})`);
    }
    const [only, second] = names;
    if (only === undefined) throw noTopic(name, topics);
    if (second === undefined) return only;
    throw invalid('/topic', `is missing: '${name}' receives several topics (${listed(names)})`);
  };

  const chooseValue = (topic: string, given: Uint8Array | undefined): Uint8Array => {
    if (given === undefined) {
      const sample = values.sampleFor(topic);
      if (sample === undefined) throw noSample(topic);
      return Buffer.from(sample);
    }
    const errors = values.problemsOf(topic, given);
    const [first] = errors;
    if (first === undefined) return given;
    const detail = `value${first.path ?? ''} ${first.message}: the schema of topic '${topic}' does not allow it, so no such event is ever delivered. Correct it, or leave value out.`;
    throw new PosthornError('INVALID_RECORD', detail, { errors });
  };

  return {
    send: async (subscription, body, contentType) => {
      const tested = await find(subscription);
      const asked = parseTestBody(body, contentType);
      const topic = chooseTopic(tested, asked.topic);
      const value = new Uint8Array(chooseValue(topic, asked.value));
      const result = await ask({ subscription: tested.name, topic, value });
      if (result.kind === 'refused') throw PosthornError.fromWire(result.error);
      return answerOf(topic, result);
    },
  };
}

function answerOf(topic: string, sent: Extract<TestResult, { kind: 'sent' }>): TestAnswer {
  const { outcome, status, phase, durationMs, response, headers } = sent;
  const body = Buffer.from(sent.body);
  const content = isUtf8(body) ? { body: body.toString('utf8') } : { bodyBase64: body.toString('base64') };
  return {
    ...{ topic, outcome },
    ...(status === null ? {} : { status }),
    ...(phase === null ? {} : { phase }),
    ...{ durationMs, request: { headers, ...content } },
    ...(response === null ? {} : { response }),
  };
}

const NAMES_TOLD = 5;

function listed(names: readonly string[]): string {
  const told = names.slice(0, NAMES_TOLD).join(', ');
  return names.length > NAMES_TOLD ? `${told} and ${names.length - NAMES_TOLD} more` : told;
}

function noTopic(name: string, topics: readonly string[]): PosthornError {
  const detail =
    `Subscription '${name}' receives ${topics.join(', ')}, and no such topic exists. ` +
    'Create one with PUT /v1/topics/{topic} and the body {}, then send the test again.';
  return new PosthornError('UNKNOWN_TOPIC_OR_PARTITION', detail);
}

function noSample(topic: string): PosthornError {
  const message = 'is needed: no sample was found that the schema allows';
  const detail = `The field 'value' ${message} (topic '${topic}'). Send one: {"topic": "${topic}", "value": …}.`;
  return new PosthornError('INVALID_REQUEST', detail, { errors: [{ path: '/value', message }] });
}
