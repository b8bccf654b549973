// POST /v1/topics/{topic}/batches: events that each say their own key, headers, dedupe key, partition or time.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Producer } from '../../produce/produce.js';
import { Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { problems } from '../shapes/problem.js';
import { envelopeEventShape, resultsAnswerShape } from '../shapes/produce.js';

const OPENAPI_BODY: Route['openapiBody'] = {
  'application/json': {
    schema: Type.Object({ events: Type.Array(envelopeEventShape, { minItems: 1 }) }, { additionalProperties: false }),
    example: {
      events: [
        { value: { orderId: 17 }, key: 'c-7', headers: { trace: 'a1' }, dedupeKey: 'order-17' },
        { value: null, key: 'c-8' },
      ],
    },
  },
};

export const produceBatchRoute = (producer: Pick<Producer, 'produceEnvelope'>): Route => ({
  method: 'POST',
  url: '/v1/topics/:topic/batches',
  scope: 'produce',
  rawBody: true,
  openapiBody: OPENAPI_BODY,
  schema: {
    operationId: 'produceBatch',
    summary: 'Append events that carry their own keys, headers or partitions',
    description: 'All events are appended in one commit, or none. Values are kept as the very bytes sent.',
    tags: ['events'],
    params: Type.Object({ topic: Type.String({ description: 'A-Z a-z 0-9 . _ - (1 to 249)', examples: ['orders'] }) }),
    headers: Type.Object({
      'idempotency-key': Type.Optional(
        Type.String({
          description: 'The same request again with the same key changes nothing and gets the first answer',
          examples: ['5f0c8d1e-6a52-4c6b-9d57-3a4f0c2b7e11'],
        }),
      ),
    }),
    response: {
      200: resultsAnswerShape,
      ...problems(
        'INVALID_JSON',
        'INVALID_UTF8',
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
  handler: async (request: FastifyRequest, reply: FastifyReply) => {
    const { topic } = request.params as { topic: string };
    const answer = await producer.produceEnvelope({ topic, body: request.body as Buffer, headers: request.headers });
    return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer));
  },
});
