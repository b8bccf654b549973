// POST /v1/transactions: events for several topics and offsets of several groups, all or nothing.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PosthornError } from '../../errors/posthorn-error.js';
import { type RequestHeaders, refuseOwnHeaders } from '../../produce/event-headers.js';
import { idempotencyKey } from '../../produce/idempotency.js';
import { bodyKind } from '../../produce/media-type.js';
import type { Transactions } from '../../transactions/transactions.js';
import { Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { problems } from '../shapes/problem.js';
import { transactionBody, transactionShape } from '../shapes/transaction.js';

const OPENAPI_BODY: Route['openapiBody'] = {
  'application/json': {
    schema: transactionBody,
    example: {
      produce: [{ topic: 'receipts', events: [{ value: { receipt: 17 }, key: 'c-7' }] }],
      commit: [
        {
          group: 'invoicing',
          memberId: 'member-2f1c9a0e-5d4b-4c3a-9e8f-7b6a5c4d3e2f',
          generation: 3,
          offsets: [{ topic: 'payments', partition: 0, offset: 42 }],
        },
      ],
    },
  },
};

/** @returns the idempotency-key. @throws UNSUPPORTED_MEDIA_TYPE INVALID_REQUEST INVALID_UTF8 */
function readHeaders(headers: RequestHeaders): string | undefined {
  if (bodyKind(headers['content-type']) !== 'json') {
    throw new PosthornError(
      'UNSUPPORTED_MEDIA_TYPE',
      'A transaction is application/json: send {"produce":[…],"commit":[…]}, its events as in POST …/batches.',
    );
  }
  refuseOwnHeaders(headers);
  return idempotencyKey(headers);
}

export const commitTransactionRoute = (transactions: Transactions): Route => ({
  method: 'POST',
  url: '/v1/transactions',
  scope: 'produce',
  rawBody: true,
  openapiBody: OPENAPI_BODY,
  schema: {
    operationId: 'commitTransaction',
    summary: 'Append events and commit offsets, all or nothing',
    description:
      'One commit for all topics and groups: what a worker made of events is stored if and only if their offsets are ' +
      'committed. With an `idempotency-key` the same body again changes nothing and gets the first answer with ' +
      '`duplicate: true`, also where the generation has moved on since: so a caller that got no answer sends it again. ' +
      'The key is kept for 24 hours.',
    tags: ['events'],
    headers: Type.Object({
      'idempotency-key': Type.Optional(
        Type.String({
          description: 'The same request again with the same key changes nothing and gets the first answer',
          examples: ['5f0c8d1e-6a52-4c6b-9d57-3a4f0c2b7e11'],
        }),
      ),
    }),
    response: {
      200: transactionShape,
      ...problems(
        'INVALID_JSON',
        'INVALID_UTF8',
        'INVALID_RECORD',
        'KEY_NOT_FOUND',
        'EMPTY_REQUEST',
        'IDEMPOTENCY_KEY_REUSED',
        'INVALID_TOPIC_EXCEPTION',
        'INVALID_GROUP_ID',
        'UNKNOWN_TOPIC_OR_PARTITION',
        'OFFSET_OUT_OF_RANGE',
        'ILLEGAL_GENERATION',
        'FENCED_INSTANCE_ID',
        'NON_EMPTY_GROUP',
        'INCONSISTENT_GROUP_PROTOCOL',
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
    const key = readHeaders(request.headers);
    const answer = await transactions.commit({ body: request.body as Buffer, idempotencyKey: key });
    return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer));
  },
});
