// Fetch of values alone, against node:http sending the same bytes, stored as blobs.
import type { BenchCase, BenchRow } from '../bench-case.js';
import type { HttpFloorQuestion } from '../floors/http-floor.js';
import { requestBytes } from '../load/request-bytes.js';
import { alternate } from '../measure.js';
import { load, withStage } from '../stage.js';

const TOPIC = 'bench';
const VALUES = 'application/vnd.posthorn.values+x-ndjson';
const STORED_EVENTS = 200_000;
const SHORT_STORED_EVENTS = 20_000;
const MAX_BYTES = 1024 * 1024;
const CONNECTIONS = 8;
const BYTES_A_MB = 1e6;
const RATIO = 0.6;
const RATE_MB = 400;

export const fetchValues: BenchCase = (context): Promise<BenchRow> =>
  withStage(async (stage) => {
    await stage.topic(TOPIC);
    await stage.preload(TOPIC, context.short ? SHORT_STORED_EVENTS : STORED_EVENTS);
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
    const compared = await alternate(context, rate(stage.server.port), rate(floorPort));
    return {
      name: 'fetch-values',
      unit: 'MB/s',
      ...compared,
      goal: `>= ${RATIO} of node:http sending the same bytes and >= ${RATE_MB} MB/s`,
      pass: compared.ratio >= RATIO && compared.value >= RATE_MB,
    };
  });
