// The demo's second act: CloudEvents in batches, filtered, answered in part and with events, over a new secret, an outage and a
// time in which some events are refused; then the dead letters are sent again.
import { Webhook } from 'standardwebhooks';
import { eventually } from '../../test/harness/eventually.js';
import { type HttpClient, makeHttpClient } from '../../test/harness/http.js';
import { type Answer, type ReceivedRequest, startReceiver } from '../../test/harness/receiver.js';
import { seededRandom } from '../../test/harness/seeded-random.js';
import { startServerProcess } from '../../test/harness/server-process.js';
import { githubPayloads, type Payload } from './payloads.js';
import { type BatchSeen, type Matching, type SecondTally, secondHolds, secondTally } from './second-tally.js';
import { printTable } from './table.js';

const SEED = 21;
const ACTIONS = ['created', 'opened', 'edited', 'closed', 'deleted', 'completed', 'published'];
const REFUSED_ACTION = 'published';
const PART_SHARE = 0.3;
const TIMEOUT_MS = 60_000;

type Sent = { readonly id: string; readonly data: { readonly action: string } };
type Described = {
  readonly offsets: readonly { readonly lag: number; readonly parked: number }[];
  readonly redrives: readonly unknown[];
  readonly health: { readonly state: string };
};

async function call<T>(client: HttpClient, method: 'GET' | 'PUT' | 'POST', path: string, body?: unknown): Promise<T> {
  const text = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  const answer = await client.send(
    method,
    path,
    text,
    text === undefined ? {} : { 'content-type': 'application/json' },
  );
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.json<T>();
}

/** What the endpoint makes of a batch; `mended`: it refuses nothing any more. */
function makeEndpoint(random: () => number) {
  const webhooks: Webhook[] = [];
  const seen: BatchSeen[] = [];
  let mended = false;
  let down = false;

  const isVerified = ({ body, headers }: ReceivedRequest): boolean =>
    webhooks.some((webhook) => {
      try {
        webhook.verify(body, headers as Record<string, string>);
        return true;
      } catch {
        return false;
      }
    });

  const respond = (request: ReceivedRequest): Answer => {
    if (down) return 'close';
    const { headers, body } = request;
    const sent = JSON.parse(body.toString('utf8')) as readonly Sent[];
    const events = sent.map(({ id }) => ({ id, offset: Number(id.slice(id.lastIndexOf('-') + 1)) }));
    const refused = mended ? -1 : sent.findIndex(({ data }) => data.action === REFUSED_ACTION);
    let accepted = refused < 0 ? sent.length : refused;
    if (accepted > 1 && random() < PART_SHARE) accepted = Math.ceil(accepted / 2);
    seen.push({
      ...{ partition: Number(headers['posthorn-partition']), body, events, accepted },
      redriven: headers['posthorn-redrive'] !== undefined,
      signatures: String(headers['webhook-signature']).split(' ').length,
      verified: isVerified(request),
    });
    if (accepted === 0) return 422;
    const through = events[accepted - 1]?.offset;
    const produce = sent.slice(0, accepted).map(({ id, data }) => {
      return { topic: 'audit', key: id, value: { id, action: data.action } };
    });
    return {
      status: 200,
      headers: { 'content-type': 'application/json', 'posthorn-acked-through': String(through) },
      body: JSON.stringify({ produce }),
    };
  };

  return {
    seen,
    respond,
    trust: (secret: string) => webhooks.push(new Webhook(secret)),
    setDown: (next: boolean) => {
      down = next;
    },
    mend: () => {
      mended = true;
    },
  };
}

async function produce(client: HttpClient, payloads: readonly Payload[]): Promise<Matching[]> {
  const matching: Matching[] = [];
  for (const { key, body } of payloads) {
    const path = `/v1/topics/github/events?key=${encodeURIComponent(key)}`;
    const answer = await client.send('POST', path, body, { 'content-type': 'application/json' });
    if (answer.status !== 200) throw new Error(`Produce: ${answer.status} ${answer.text}`);
    const { action } = JSON.parse(body.toString('utf8')) as { action?: string };
    if (action === undefined || !ACTIONS.includes(action)) continue;
    matching.push({ ...answer.json<{ partition: number; offset: number }>(), body });
  }
  return matching;
}

async function untilIdle(client: HttpClient): Promise<void> {
  await eventually(
    async () => {
      const { offsets, redrives } = await call<Described>(client, 'GET', '/v1/subscriptions/triage');
      return redrives.length === 0 && offsets.every(({ lag, parked }) => lag + parked === 0);
    },
    { timeoutMs: TIMEOUT_MS },
  );
}

const untilHealth = (client: HttpClient, wanted: string): Promise<unknown> =>
  eventually(async () => (await call<Described>(client, 'GET', '/v1/subscriptions/triage')).health.state === wanted, {
    timeoutMs: TIMEOUT_MS,
  });

async function storedReplies(client: HttpClient): Promise<string[]> {
  const path = '/v1/topics/audit/partitions/0/events?from=earliest&maxEvents=10000';
  const { events } = await call<{ events: readonly { key: string }[] }>(client, 'GET', path);
  return events.map(({ key }) => key);
}

function print(result: SecondTally, deadLetters: number): void {
  printTable([
    ['filtered out', result.filteredOut],
    ['to be delivered', result.matching],
    ['requests', result.requests],
    ['largest batch', result.largestBatch],
    ['acknowledged in part', result.acknowledgedInPart],
    ['dead letters', deadLetters],
    ['delivered by the redrive', result.redriven],
    ['delivered', result.delivered],
    ['lost', result.lost],
    ['duplicates', result.duplicates],
    ['not asked for', result.notAskedFor],
    ['order violations per partition', result.orderViolations],
    ['byte differences', result.byteDifferences],
    ['bad signatures', result.badSignatures],
    ['signed by two secrets', result.signedByTwo],
    ['replies', result.replies],
    ['replies missing', result.repliesMissing],
    ['replies doubled', result.repliesDoubled],
  ]);
}

/** @returns whether the promises held */
export async function secondAct(): Promise<boolean> {
  const server = await startServerProcess();
  const receiver = await startReceiver();
  const endpoint = makeEndpoint(seededRandom(SEED));
  receiver.respond(endpoint.respond);
  const client = makeHttpClient(server.url);
  try {
    await call(client, 'PUT', '/v1/topics/github', { partitions: 2 });
    await call(client, 'PUT', '/v1/topics/audit', {});
    const { secret } = await call<{ secret: string }>(client, 'PUT', '/v1/subscriptions/triage', {
      topics: ['github'],
      endpoint: { url: `${receiver.url}/triage`, timeoutMs: 5_000 },
      ordering: 'partition',
      filter: { match: { '/action': { in: ACTIONS } } },
      format: 'cloudevents-batch',
      batch: { maxEvents: 20, lingerMs: 20 },
      retry: { scheduleMs: [10, 10], clientErrorAttempts: 2 },
      replies: { topics: ['audit'] },
    });
    endpoint.trust(secret);
    const payloads = githubPayloads();
    const third = Math.ceil(payloads.length / 3);
    const matching = await produce(client, payloads.slice(0, third));
    const rotated = await call<{ secret: string }>(client, 'POST', '/v1/subscriptions/triage/secrets', {});
    endpoint.trust(rotated.secret);
    endpoint.setDown(true);
    matching.push(...(await produce(client, payloads.slice(third, 2 * third))));
    await untilHealth(client, 'open');
    endpoint.setDown(false);
    await untilHealth(client, 'closed');
    matching.push(...(await produce(client, payloads.slice(2 * third))));
    await untilIdle(client);
    endpoint.mend();
    const { events: deadLetters } = await call<{ events: number }>(
      client,
      'POST',
      '/v1/subscriptions/triage/redrive',
      {},
    );
    await untilIdle(client);
    const replies = await storedReplies(client);
    // A clean stop ends what is still on its way: what comes twice has come by then.
    const { code } = await server.kill('SIGTERM');
    const result = secondTally(payloads.length, matching, endpoint.seen, replies);
    print(result, deadLetters);
    return secondHolds(result) && deadLetters > 0 && code === 0;
  } finally {
    client.close();
    await server.stop();
    await receiver.stop();
  }
}
