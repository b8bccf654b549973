// GET /v1/topics/{topic}/events: what comes, as it comes, of all partitions.
import type { FastifyRequest } from 'fastify';
import type { TailRequest, TailStart, Tails } from '../../consume/tail.js';
import { PosthornError } from '../../errors/posthorn-error.js';
import { whenOver } from '../answer-sender.js';
import { openEventStream, refuseOtherThanEventStream } from '../event-stream.js';
import { type Static, Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { EXAMPLE_FILTER, FILTER_DESCRIPTION } from '../shapes/filter.js';
import { problems } from '../shapes/problem.js';
import { tailResponse } from '../shapes/tail.js';
import { topicNameField } from '../shapes/topic.js';

const params = Type.Object({ topic: topicNameField });

const INSTEAD = 'fetch a partition with GET /v1/topics/{topic}/partitions/{partition}/events';

const query = Type.Object(
  {
    from: Type.Optional(
      Type.Union([Type.Literal('earliest'), Type.Literal('latest')], {
        description: 'Begin at the log starts or at the ends; latest is the default',
        examples: ['latest'],
      }),
    ),
    timestamp: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'Begin at the first event at or after this time, ms since the epoch; else at the end',
        examples: [1_767_225_600_000],
      }),
    ),
    lastEventId: Type.Optional(
      Type.String({
        description: 'As the header `Last-Event-ID`, for clients that cannot set it; the header goes before it',
        examples: ['0:1042,1:99'],
      }),
    ),
    key: Type.Optional(Type.String({ description: 'Only events with this key', examples: ['A-17'] })),
    filter: Type.Optional(
      Type.String({ description: `Only events that pass; JSON. ${FILTER_DESCRIPTION}`, examples: [EXAMPLE_FILTER] }),
    ),
  },
  { additionalProperties: false },
);

const headers = Type.Object({
  'last-event-id': Type.Optional(
    Type.String({
      description:
        'The last `id` that was received: goes on behind that event in every partition, whatever the query says',
      examples: ['0:1042,1:99'],
    }),
  ),
});

export const tailEventsRoute = (tails: Pick<Tails, 'open' | 'check'>): Route => ({
  method: 'GET',
  url: '/v1/topics/:topic/events',
  scope: 'consume',
  schema: {
    operationId: 'tailEvents',
    summary: 'Tail a topic live, as server-sent events',
    description:
      'All partitions, each in its order. An `EventSource` connects again by itself and goes on exactly where it was: ' +
      'nothing is left out, nothing comes twice. A client that reads slowly is waited for.',
    tags: ['events'],
    params,
    querystring: query,
    headers,
    response: {
      200: tailResponse,
      ...problems(
        'INVALID_TOPIC_EXCEPTION',
        'UNKNOWN_TOPIC_OR_PARTITION',
        'NOT_ACCEPTABLE',
        'OFFSET_OUT_OF_RANGE',
        'THROTTLING_QUOTA_EXCEEDED',
        'INVALID_FILTER',
      ),
    },
  },
  handler: (request, reply) => {
    refuseOtherThanEventStream(request.headers.accept, INSTEAD);
    const asked = tailRequestOf(request);
    if (request.method === 'HEAD') {
      tails.check(asked);
      openEventStream(reply).end();
      return;
    }
    const reader = tails.open(asked, () => openEventStream(reply));
    reply.raw.on('drain', reader.drained);
    whenOver(reply, reader.leave);
  },
});

function tailRequestOf(request: FastifyRequest): TailRequest {
  const { topic } = request.params as Static<typeof params>;
  const { key, filter, ...start } = request.query as Static<typeof query>;
  const id = request.headers['last-event-id'];
  return {
    topic,
    start: startOf(start, id === undefined ? undefined : String(id)),
    ...(key === undefined ? {} : { key }),
    ...(filter === undefined ? {} : { filter }),
  };
}

type StartFields = Pick<Static<typeof query>, 'from' | 'timestamp' | 'lastEventId'>;

/** A client that connects again sends the same URL: the header is what is new. */
function startOf({ from, timestamp, lastEventId }: StartFields, id: string | undefined): TailStart {
  if ([from, timestamp, lastEventId].filter((field) => field !== undefined).length > 1) {
    const detail = 'from, timestamp and lastEventId exclude each other: each says where to begin. Send one of them.';
    throw new PosthornError('INVALID_REQUEST', detail);
  }
  if (id !== undefined && id !== '') return { kind: 'resume', id };
  if (lastEventId !== undefined) return { kind: 'resume', id: lastEventId };
  if (timestamp !== undefined) return { kind: 'timestamp', timestamp };
  return { kind: from ?? 'latest' };
}
