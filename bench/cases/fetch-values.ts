// Fetch of values alone, against node:http sending the same bytes, stored as blobs: of the live end of a log, which the
// server keeps in memory, and of more than it keeps there.
import type { BenchCase, BenchContext, BenchRow } from '../bench-case.js';
import type { HttpFloorQuestion } from '../floors/http-floor.js';
import { requestBytes } from '../load/request-bytes.js';
import { alternate, type Compared } from '../measure.js';
import { load, withStage } from '../stage.js';

const TOPIC = 'bench';
const VALUES = 'application/vnd.posthorn.values+x-ndjson';
const STORED_EVENTS = 200_000;
const SHORT_STORED_EVENTS = 20_000;
/** Read in turn from first to last, so each row is long out of memory when it is asked for again. */
const COLD_STORED_EVENTS = 600_000;
const MAX_BYTES = 1024 * 1024;
const CONNECTIONS = 8;
const BYTES_A_MB = 1e6;
const RATIO = 0.6;
const RATE_MB = 400;

function compareFetch(context: BenchContext, storedEvents: number): Promise<Compared> {
  return withStage(async (stage) => {
    await stage.topic(TOPIC);
    await stage.preload(TOPIC, storedEvents);
    const requests: Buffer[] = [];
    const pages: Buffer[] = [];
    for (let offset = 0, end = 1; offset < end; ) {
      const path = `/v1/topics/${TOPIC}/partitions/0/events?offset=${offset}&maxEvents=10000&maxBytes=${MAX_BYTES}`;
      const page = await stage.client.get(path, { accept: VALUES });
      if (page.status !== 200) throw new Error(`fetch: ${page.status} ${page.text}`);
      pages.push(page.bytes);
      requests.push(requestBytes({ method: 'GET', path, headers: { accept: VALUES } }));
      offset = Number(page.headers['posthorn-next-offset']);
      end = Number(page.headers['posthorn-high-watermark']);
    }
    context.log(`${pages.length} pages of ${pages[0]?.length ?? 0} bytes`);
    const generator = stage.child('load/generator.js');
    const floor: HttpFloorQuestion = { kind: 'pages', pages };
    const floorPort = await stage.child('floors/http-floor.js').ask<number>(floor);
    const rate = (port: number) => async () => {
      const { warmUpMs, durationMs } = context;
      const result = await load(generator, { port, connections: CONNECTIONS, requests, warmUpMs, durationMs });
      return result.bodyBytes / BYTES_A_MB / result.seconds;
    };
    return alternate(context, rate(stage.server.port), rate(floorPort));
  });
}

export const fetchValues: BenchCase = async (context): Promise<BenchRow> => {
  const compared = await compareFetch(context, context.short ? SHORT_STORED_EVENTS : STORED_EVENTS);
  return {
    name: 'fetch-values',
    unit: 'MB/s',
    ...compared,
    goal: `>= ${RATIO} of node:http sending the same bytes and >= ${RATE_MB} MB/s`,
    pass: compared.ratio >= RATIO && compared.value >= RATE_MB,
  };
};

export const fetchValuesCold: BenchCase = async (context): Promise<BenchRow> => {
  const compared = await compareFetch(context, COLD_STORED_EVENTS);
  return {
    name: 'fetch-values-cold',
    unit: 'MB/s',
    ...compared,
    goal: `>= ${RATIO} of node:http sending the same bytes and >= ${RATE_MB} MB/s`,
    pass: compared.ratio >= RATIO && compared.value >= RATE_MB,
  };
};
