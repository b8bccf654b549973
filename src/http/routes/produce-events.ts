// POST /v1/topics/{topic}/events: one event, lines of events, or CloudEvents.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ProduceAnswer } from '../../produce/answer.js';
import type { Producer } from '../../produce/produce.js';
import { Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { problems } from '../shapes/problem.js';
import { eventAnswerShape, rangesAnswerShape, resultsAnswerShape } from '../shapes/produce.js';

const CLOUD_EVENT = {
  specversion: '1.0',
  id: '8f2a',
  source: '/shop',
  type: 'order.created',
  partitionkey: 'c-7',
  data: { orderId: 17, total: 30 },
};

const OPENAPI_BODY: Route['openapiBody'] = {
  'application/json': { schema: { description: 'The value of one event' }, example: { orderId: 17, total: 30 } },
  'application/x-ndjson': {
    schema: { type: 'string', description: 'The value of an event on each line' },
    example: '{"orderId":17}\n{"orderId":18}\n',
  },
  'application/cloudevents+json': { schema: { type: 'object' }, example: CLOUD_EVENT },
  'application/cloudevents-batch+json': {
    schema: { type: 'array', items: { type: 'object' } },
    example: [CLOUD_EVENT],
  },
  'application/octet-stream': {
    schema: { type: 'string', description: 'Any other type: the bytes of one event' },
    example: 'any bytes',
  },
};

const querystring = Type.Object(
  {
    key: Type.Optional(Type.String({ description: 'Key of all events of the request', examples: ['c-7'] })),
    partition: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        description: 'The partition to write to',
        examples: [0],
      }),
    ),
  },
  { additionalProperties: false },
);

const headers = Type.Object({
  'posthorn-key': Type.Optional(Type.String({ description: 'As ?key=, in UTF-8', examples: ['c-7'] })),
  'idempotency-key': Type.Optional(
    Type.String({
      description: 'The same request again with the same key changes nothing and gets the first answer',
      examples: ['5f0c8d1e-6a52-4c6b-9d57-3a4f0c2b7e11'],
    }),
  ),
});

const DESCRIPTION =
  'All events of a request are appended, or none. A 2xx means that they are on disk. Event headers are sent as ' +
  '`posthorn-header-<name>`; binary CloudEvents are taken by their `ce-*` headers. The key is `?key=`, else ' +
  '`posthorn-key`, else the CloudEvents `partitionkey`, else what the topic’s `keyPath` finds.';

/** One event's answer is written by hand: it is the hot path, and a topic name needs no escaping. */
function answerText(answer: ProduceAnswer): string {
  if (!('offset' in answer)) return JSON.stringify(answer);
  const { topic, partition, offset, timestamp, duplicate } = answer;
  return `{"topic":"${topic}","partition":${partition},"offset":${offset},"timestamp":${timestamp},"duplicate":${duplicate}}`;
}

export const produceEventsRoute = (producer: Pick<Producer, 'produce'>): Route => ({
  method: 'POST',
  url: '/v1/topics/:topic/events',
  scope: 'produce',
  rawBody: true,
  openapiBody: OPENAPI_BODY,
  schema: {
    operationId: 'produceEvents',
    summary: 'Append events to a topic',
    description: DESCRIPTION,
    tags: ['events'],
    params: Type.Object({ topic: Type.String({ description: 'A-Z a-z 0-9 . _ - (1 to 249)', examples: ['orders'] }) }),
    querystring,
    headers,
    response: {
      200: Type.Union([eventAnswerShape, rangesAnswerShape, resultsAnswerShape], {
        description: 'Appended, or known already',
        examples: [{ topic: 'orders', partition: 0, offset: 41, timestamp: 1_767_225_600_000, duplicate: false }],
      }),
      ...problems(
        'INVALID_JSON',
        'INVALID_UTF8',
        'INVALID_CLOUDEVENT',
        'INVALID_RECORD',
        'KEY_NOT_FOUND',
        'EMPTY_REQUEST',
        'IDEMPOTENCY_KEY_REUSED',
        'INVALID_TOPIC_EXCEPTION',
        'UNKNOWN_TOPIC_OR_PARTITION',
        'TOPIC_AUTHORIZATION_FAILED',
        'VERSION_CONFLICT',
        'MESSAGE_TOO_LARGE',
        'UNSUPPORTED_MEDIA_TYPE',
        'REQUEST_TIMED_OUT',
        'THROTTLING_QUOTA_EXCEEDED',
        'STORAGE_FULL',
        'STORAGE_READ_ONLY',
        'KAFKA_STORAGE_ERROR',
      ),
    },
  },
  // No async function: answering from the promise itself spares the framework one wait a request.
  handler: (request: FastifyRequest, reply: FastifyReply) => {
    const { topic } = request.params as { topic: string };
    const { key, partition } = request.query as { key?: string; partition?: number };
    const body = request.body as Buffer;
    producer.produce({ topic, body, headers: request.headers, key, partition }).then(
      (answer) => reply.header('content-type', 'application/json; charset=utf-8').send(answerText(answer)),
      (error: unknown) => reply.send(error),
    );
  },
});
