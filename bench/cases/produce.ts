// Produce: one event a request, and NDJSON batches, with and without a schema.
import type { BenchCase, BenchContext, BenchRow } from '../bench-case.js';
import type { HttpFloorQuestion } from '../floors/http-floor.js';
import { requestBytes } from '../load/request-bytes.js';
import { alternate } from '../measure.js';
import { BATCH_EVENTS, sampleEvent, sampleLines } from '../sample-events.js';
import { load, withStage } from '../stage.js';

const SINGLE_CONNECTIONS = 64;
const SINGLE_RATIO = 0.85;
const BATCH_CONNECTIONS = 16;
const BATCH_RATE = 400_000;
const BATCH_RATIO = 0.8;
const RAW_RATE = 900_000;
const TOPIC = 'bench';
const PATH = `/v1/topics/${TOPIC}/events`;

type Shape = {
  readonly schema: boolean;
  readonly connections: number;
  readonly eventsARequest: number;
  readonly request: Buffer;
  readonly floor: HttpFloorQuestion;
};

function compare(context: BenchContext, shape: Shape) {
  return withStage(async (stage) => {
    await stage.topic(TOPIC, { schema: shape.schema });
    const generator = stage.child('load/generator.js');
    const floorPort = await stage.child('floors/http-floor.js').ask<number>(shape.floor);
    const rate = (port: number) => async () => {
      const { warmUpMs, durationMs } = context;
      const { connections, request } = shape;
      const result = await load(generator, { port, connections, requests: [request], warmUpMs, durationMs });
      return (result.responses * shape.eventsARequest) / result.seconds;
    };
    return alternate(context, rate(stage.server.port), rate(floorPort));
  });
}

export const produceSingle: BenchCase = async (context): Promise<BenchRow> => {
  const compared = await compare(context, {
    schema: true,
    connections: SINGLE_CONNECTIONS,
    eventsARequest: 1,
    request: requestBytes({
      method: 'POST',
      path: PATH,
      headers: { 'content-type': 'application/json' },
      body: sampleEvent(1),
    }),
    floor: { kind: 'noop' },
  });
  return {
    name: 'produce-single',
    unit: 'events/s',
    ...compared,
    goal: `>= ${SINGLE_RATIO} of a no-op Fastify route`,
    pass: compared.ratio >= SINGLE_RATIO,
  };
};

function compareBatch(context: BenchContext, schema: boolean) {
  return compare(context, {
    schema,
    connections: BATCH_CONNECTIONS,
    eventsARequest: BATCH_EVENTS,
    request: requestBytes({
      method: 'POST',
      path: PATH,
      headers: { 'content-type': 'application/x-ndjson' },
      body: sampleLines(BATCH_EVENTS),
    }),
    floor: { kind: 'parse-lines' },
  });
}

export const produceBatch: BenchCase = async (context): Promise<BenchRow> => {
  const compared = await compareBatch(context, true);
  return {
    name: 'produce-batch',
    unit: 'events/s',
    ...compared,
    goal: `>= ${BATCH_RATE} events/s and >= ${BATCH_RATIO} of a route that only parses`,
    pass: compared.value >= BATCH_RATE && compared.ratio >= BATCH_RATIO,
  };
};

export const produceBatchRaw: BenchCase = async (context): Promise<BenchRow> => {
  const compared = await compareBatch(context, false);
  return {
    name: 'produce-batch-raw',
    unit: 'events/s',
    ...compared,
    goal: `>= ${RAW_RATE} events/s`,
    pass: compared.value >= RAW_RATE,
  };
};
