// GET /v1/topics/{topic}/partitions/{p}/events: what is stored, in the form that `Accept` asks for.

import type { FastifyReply } from 'fastify';
import type { FetchAnswer, Fetcher, FetchStart } from '../../consume/fetch.js';
import { chooseFormat, type FetchFormat } from '../../consume/fetch-format.js';
import type { LongPolls } from '../../consume/long-polls.js';
import { PosthornError } from '../../errors/posthorn-error.js';
import {
  FETCH_DEFAULT_MAX_BYTES,
  FETCH_DEFAULT_MAX_EVENTS,
  FETCH_MAX_BYTES,
  FETCH_MAX_EVENTS,
  FETCH_MAX_WAIT_MS,
} from '../../model/limits.js';
import { sendAnswer, whenOver } from '../answer-sender.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { fetchResponse } from '../shapes/fetch.js';
import { problems } from '../shapes/problem.js';
import { topicNameField } from '../shapes/topic.js';

const params = Type.Object({
  topic: topicNameField,
  partition: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'From 0', examples: [0] }),
});

const query = Type.Object(
  {
    offset: Type.Optional(Type.Integer({ minimum: 0, description: 'Begin at this offset', examples: [1041] })),
    timestamp: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'Begin at the first event at or after this time, ms since the epoch',
        examples: [1_767_225_600_000],
      }),
    ),
    from: Type.Optional(
      Type.Union([Type.Literal('earliest'), Type.Literal('latest')], {
        description: 'Begin at the log start or at the end; earliest is the default',
        examples: ['earliest'],
      }),
    ),
    maxEvents: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: FETCH_MAX_EVENTS,
        description: `Events at most; default ${FETCH_DEFAULT_MAX_EVENTS}`,
        examples: [100],
      }),
    ),
    maxBytes: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: FETCH_MAX_BYTES,
        description: `Bytes of values at most, though one event is always given; default ${FETCH_DEFAULT_MAX_BYTES}`,
        examples: [1_048_576],
      }),
    ),
    waitMs: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: FETCH_MAX_WAIT_MS,
        description: 'Where too little is readable, wait so long for more, ms; default 0. Then the answer may be empty',
        examples: [30_000],
      }),
    ),
    minBytes: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: FETCH_MAX_BYTES,
        description: 'Bytes of values that end the wait; default 1: any event',
        examples: [1],
      }),
    ),
  },
  { additionalProperties: false },
);

export const fetchEventsRoute = (fetcher: Pick<Fetcher, 'fetch'>, polls: Pick<LongPolls, 'poll'>): Route => ({
  method: 'GET',
  url: '/v1/topics/:topic/partitions/:partition/events',
  scope: 'consume',
  schema: {
    operationId: 'fetchEvents',
    summary: 'Fetch events of one partition',
    description:
      'Where to begin: one of `offset`, `timestamp` and `from`. The next fetch goes on at `nextOffset` ' +
      '(header `posthorn-next-offset`). `application/vnd.posthorn.values+x-ndjson` gives the values alone: the fast way. With `waitMs` the answer comes ' +
      'as soon as there is something to read.',
    tags: ['events'],
    params,
    querystring: query,
    response: {
      200: fetchResponse,
      ...problems(
        'INVALID_TOPIC_EXCEPTION',
        'UNKNOWN_TOPIC_OR_PARTITION',
        'NOT_ACCEPTABLE',
        'OFFSET_OUT_OF_RANGE',
        'THROTTLING_QUOTA_EXCEEDED',
      ),
    },
  },
  handler: (request, reply) => {
    const { topic, partition } = request.params as Static<typeof params>;
    const { maxEvents, maxBytes, minBytes, waitMs, ...start } = request.query as Static<typeof query>;
    const format = chooseFormat(request.headers.accept);
    const asked = {
      ...{ topic, partition, start: startOf(start), format },
      ...(maxEvents === undefined ? {} : { maxEvents }),
      ...(maxBytes === undefined ? {} : { maxBytes }),
      ...(minBytes === undefined ? {} : { minBytes }),
    };
    const send = (answer: FetchAnswer) => sendAnswer(withPositions(reply, format, answer), answer);
    if (waitMs === undefined) return send(fetcher.fetch(asked));
    const { answer, leave } = polls.poll({ ...asked, waitMs });
    whenOver(reply, leave);
    answer.then(send).catch((error: unknown) => reply.send(error));
    // Not the reply: the framework would listen to the end of each that waits.
    return undefined;
  },
});

function withPositions(reply: FastifyReply, format: FetchFormat, answer: FetchAnswer): FastifyReply {
  return reply.headers({
    'content-type': format,
    vary: 'accept',
    'posthorn-log-start-offset': answer.logStartOffset,
    'posthorn-high-watermark': answer.highWatermark,
    'posthorn-base-offset': answer.baseOffset,
    'posthorn-next-offset': answer.nextOffset,
  });
}

type StartFields = Pick<Static<typeof query>, 'offset' | 'timestamp' | 'from'>;

function startOf({ offset, timestamp, from }: StartFields): FetchStart {
  const given = [offset, timestamp, from].filter((field) => field !== undefined);
  if (given.length > 1) {
    throw new PosthornError(
      'INVALID_REQUEST',
      'offset, timestamp and from exclude each other: each says where to begin. Send one of them.',
    );
  }
  if (offset !== undefined) return { kind: 'offset', offset };
  if (timestamp !== undefined) return { kind: 'timestamp', timestamp };
  return { kind: from ?? 'earliest' };
}
