// The demo's first act: GitHub's webhook bodies through the whole bus to a receiver that fails now and then, then a table.
import { createHash } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { type HttpClient, makeHttpClient } from '../../test/harness/http.js';
import { type ReceivedRequest, type Receiver, startReceiver } from '../../test/harness/receiver.js';
import { seededRandom } from '../../test/harness/seeded-random.js';
import { startServerProcess } from '../../test/harness/server-process.js';
import { githubPayloads, PAYLOAD_SCHEMA, type Payload } from './payloads.js';
import { printTable } from './table.js';
import { type DeliveredAttempt, type ProducedEvent, promisesHold, type Tally, tally } from './tally.js';

const SEED = 20;
const TOPIC = 'github';
const SUBSCRIPTION = 'github-receiver';
const FAILING_SHARE = 0.15;
const RETRY_SCHEDULE_MS = Array.from({ length: 12 }, () => 10);
const DELIVERY_TIMEOUT_MS = 60_000;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const headerText = (request: ReceivedRequest, name: string) => String(request.headers[name] ?? '');

async function prepare(client: HttpClient, receiver: Receiver): Promise<string> {
  const put = async (path: string, body: unknown) => {
    const answer = await client.put(path, body);
    if (answer.status >= 300) throw new Error(`PUT ${path}: ${answer.status} ${answer.text}`);
    return answer;
  };
  await put(`/v1/topics/${TOPIC}`, { partitions: 2 });
  await put(`/v1/topics/${TOPIC}/schema`, { schema: PAYLOAD_SCHEMA });
  const subscription = await put(`/v1/subscriptions/${SUBSCRIPTION}`, {
    topics: [TOPIC],
    endpoint: { url: `${receiver.url}/github`, timeoutMs: 5_000 },
    start: 'earliest',
    ordering: 'key',
    retry: { scheduleMs: RETRY_SCHEDULE_MS },
  });
  return subscription.json<{ secret: string }>().secret;
}

async function produceAll(client: HttpClient, payloads: readonly Payload[]): Promise<ProducedEvent[]> {
  const produced: ProducedEvent[] = [];
  for (const { event, key, body } of payloads) {
    const answer = await client.send('POST', `/v1/topics/${TOPIC}/events?key=${encodeURIComponent(key)}`, body, {
      'content-type': 'application/json',
      'posthorn-header-x-github-event': event,
    });
    if (answer.status !== 200) throw new Error(`Produce ${event}: ${answer.status} ${answer.text}`);
    const { partition, offset } = answer.json<{ partition: number; offset: number }>();
    produced.push({ partition, offset, key, event, sha256: sha256(body) });
  }
  return produced;
}

function readAttempt(request: ReceivedRequest, webhook: Webhook): DeliveredAttempt {
  let verified = true;
  try {
    webhook.verify(request.body, request.headers as Record<string, string>);
  } catch {
    verified = false;
  }
  return {
    partition: Number(request.headers['posthorn-partition']),
    offset: Number(request.headers['posthorn-offset']),
    key: headerText(request, 'posthorn-key'),
    event: headerText(request, 'x-github-event'),
    sha256: sha256(request.body),
    verified,
    acknowledged: request.answer?.status === 200,
  };
}

function print(result: Tally, eventsASecond: number): void {
  printTable([
    ['produced', result.produced],
    ['delivered', result.delivered],
    ['lost', result.lost],
    ['attempts', result.attempts],
    ['duplicates', result.duplicates],
    ['order violations per key', result.orderViolations],
    ['byte differences', result.byteDifferences],
    ['header differences', result.headerDifferences],
    ['bad signatures', result.badSignatures],
    ['events/s', Math.round(eventsASecond)],
  ]);
}

/** @returns whether the promises held */
export async function firstAct(): Promise<boolean> {
  const server = await startServerProcess();
  const receiver = await startReceiver();
  const random = seededRandom(SEED);
  receiver.respond(() => (random() < FAILING_SHARE ? (random() < 0.5 ? 503 : 'close') : 200));
  const client = makeHttpClient(server.url);
  try {
    const payloads = githubPayloads();
    const webhook = new Webhook(await prepare(client, receiver));
    console.log(`Producing ${payloads.length} GitHub payloads to ${server.url}, delivering to ${receiver.url}.`);
    const startedAt = performance.now();
    const produced = await produceAll(client, payloads);
    const allDone = (requests: readonly ReceivedRequest[]) =>
      requests.reduce((count, request) => count + (request.answer?.status === 200 ? 1 : 0), 0) >= produced.length;
    await receiver
      .waitFor(allDone, { timeoutMs: DELIVERY_TIMEOUT_MS })
      .catch((error: Error) => console.log(error.message));
    const seconds = (performance.now() - startedAt) / 1_000;
    // A clean stop ends what is still on its way: what comes twice has come by then.
    const { code } = await server.kill('SIGTERM');
    const result = tally(
      produced,
      receiver.requests.map((request) => readAttempt(request, webhook)),
    );
    print(result, result.delivered / seconds);
    return promisesHold(result) && code === 0;
  } finally {
    client.close();
    await server.stop();
    await receiver.stop();
  }
}
