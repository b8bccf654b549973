// Group fetch: stored events through 1 and 4 members that commit with every call, against plain fetches of the same
// events in the same form, where nobody keeps a position.
import { type HttpClient, makeHttpClient } from '../../test/harness/http.js';
import type { BenchCase, BenchContext, BenchRow } from '../bench-case.js';
import { alternate, type Compared } from '../measure.js';
import { BATCH_EVENTS, sampleEvent } from '../sample-events.js';
import { withStage } from '../stage.js';

const TOPIC = 'bench';
const PARTITIONS = 4;
const STORED_EVENTS = 400_000;
const SHORT_STORED_EVENTS = 40_000;
const MAX_EVENTS = 5_000;
const MAX_BYTES = 1024 * 1024;
const RATIO = 0.5;

type GroupAnswer = { readonly memberId: string; readonly events: number };

/** Without reading the events as JSON: the load must not be the client's. */
function readAnswer(text: string): GroupAnswer {
  const memberId = /^\{"memberId":"([^"]+)"/.exec(text)?.[1];
  if (memberId === undefined) throw new Error(`group fetch: ${text.slice(0, 200)}`);
  let events = 0;
  for (let at = text.indexOf('"value":'); at >= 0; at = text.indexOf('"value":', at + 1)) events += 1;
  return { memberId, events };
}

async function groupRound(clients: readonly HttpClient[], group: string, stored: number): Promise<number> {
  let received = 0;
  const call = async (client: HttpClient, memberId: string | undefined) => {
    const asked = { topics: [TOPIC], start: 'earliest', maxEvents: MAX_EVENTS, maxBytes: MAX_BYTES, waitMs: 100 };
    const answer = await client.post(`/v1/groups/${group}/fetch`, {
      ...asked,
      commit: true,
      ...(memberId === undefined ? {} : { memberId }),
    });
    if (answer.status !== 200) throw new Error(`group fetch: ${answer.status} ${answer.text}`);
    return readAnswer(answer.text);
  };
  const startedAt = performance.now();
  const member = async (client: HttpClient) => {
    let memberId: string | undefined;
    while (received < stored) {
      const answer = await call(client, memberId);
      memberId = answer.memberId;
      received += answer.events;
    }
  };
  await Promise.all(clients.map(member));
  const rate = received / ((performance.now() - startedAt) / 1_000);
  if (received !== stored) throw new Error(`${received} of ${stored} events handed out`);
  return rate;
}

async function plainRound(clients: readonly HttpClient[], stored: number): Promise<number> {
  const startedAt = performance.now();
  const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition);
  let received = 0;
  const reader = async (client: HttpClient) => {
    for (let partition = partitions.shift(); partition !== undefined; partition = partitions.shift()) {
      for (let offset = 0, end = 1; offset < end; ) {
        const path = `/v1/topics/${TOPIC}/partitions/${partition}/events`;
        const page = await client.get(`${path}?offset=${offset}&maxEvents=${MAX_EVENTS}&maxBytes=${MAX_BYTES}`);
        if (page.status !== 200) throw new Error(`fetch: ${page.status} ${page.text}`);
        const next = Number(page.headers['posthorn-next-offset']);
        received += next - offset;
        offset = next;
        end = Number(page.headers['posthorn-high-watermark']);
      }
    }
  };
  await Promise.all(clients.map(reader));
  if (received !== stored) throw new Error(`${received} of ${stored} events fetched`);
  return received / ((performance.now() - startedAt) / 1_000);
}

async function preload(client: HttpClient, events: number): Promise<void> {
  for (let batch = 0; batch * BATCH_EVENTS < events; batch += 1) {
    let lines = '';
    for (let index = 0; index < BATCH_EVENTS; index += 1) lines += `${sampleEvent(index)}\n`;
    const path = `/v1/topics/${TOPIC}/events?partition=${batch % PARTITIONS}`;
    const answer = await client.send('POST', path, Buffer.from(lines), { 'content-type': 'application/x-ndjson' });
    if (answer.status !== 200) throw new Error(`preload: ${answer.status} ${answer.text}`);
  }
}

export const groupFetch: BenchCase = (context: BenchContext): Promise<BenchRow> =>
  withStage(async (stage) => {
    const stored = context.short ? SHORT_STORED_EVENTS : STORED_EVENTS;
    await stage.topic(TOPIC, { partitions: PARTITIONS });
    await preload(stage.client, stored);
    let groups = 0;
    const compare = async (members: number): Promise<Compared> => {
      const clients = Array.from({ length: members }, () => makeHttpClient(stage.server.url));
      const product = () => groupRound(clients, `bench-${groups++}`, stored);
      const floor = () => plainRound(clients, stored);
      await product();
      const compared = await alternate(context, product, floor);
      for (const client of clients) client.close();
      return compared;
    };
    const one = await compare(1);
    const four = await compare(PARTITIONS);
    const { value, ratio } = four;
    return {
      name: 'group-fetch',
      unit: 'events/s',
      ...one,
      goal: `>= ${RATIO} of plain fetches of the same events, through 1 member and through 4`,
      pass: one.ratio >= RATIO && ratio >= RATIO,
      also: `4 members: ${Math.round(value).toLocaleString('en-US')}/s, ratio ${ratio.toFixed(2)}`,
    };
  });
