// Consume-transform-produce: one commit of a member's offset and ten events for another topic in each transaction, beside
// plain batches of the same ten events.
import { eventually } from '../../test/harness/eventually.js';
import type { BenchCase, BenchContext, BenchRow } from '../bench-case.js';
import type { Child } from '../load/child.js';
import type { LoadResult } from '../load/http-load.js';
import { requestBytes } from '../load/request-bytes.js';
import { alternate } from '../measure.js';
import { BATCH_EVENTS, sampleEvent } from '../sample-events.js';
import { load, type Stage, withStage } from '../stage.js';

/** Each is a member with a partition of its own, and sends its next transaction when it has the answer. */
const WORKERS = 16;
const EVENTS = 10;
const RATIO = 0.5;
const INPUTS = 'bench-inputs';
const OUTPUTS = 'bench';
const GROUP = 'bench-group';
const SESSION_TIMEOUT_MS = 3_600_000;
const REWINDS_AFTER = 50;

const JSON_TYPE = { 'content-type': 'application/json' };
const EVENT_LIST = `[${Array.from({ length: EVENTS }, (_, id) => `{"value":${sampleEvent(id)}}`).join(',')}]`;

type Member = { readonly memberId: string; readonly generation: number; readonly partition: number };
type Fetched = Omit<Member, 'partition'> & { readonly assignment: readonly { readonly partition: number }[] };

async function fetch({ client }: Stage, member: object): Promise<Fetched> {
  const body = { topics: [INPUTS], sessionTimeoutMs: SESSION_TIMEOUT_MS, start: 'earliest', maxEvents: 1, waitMs: 0 };
  const answer = await client.post(`/v1/groups/${GROUP}/fetch`, { ...body, ...member });
  if (answer.status !== 200) throw new Error(`fetch: ${answer.status} ${answer.text}`);
  return answer.json<Fetched>();
}

/** All of them, once each has one partition: it moves at its owner's next call, which the joining one waits for. */
async function join(stage: Stage): Promise<readonly Member[]> {
  const again = (memberId: string) => fetch(stage, { memberId, commit: [] });
  const ids: string[] = [];
  while (ids.length < WORKERS) {
    let joined: string | undefined;
    const joining = fetch(stage, {}).then(({ memberId }) => {
      joined = memberId;
    });
    while (joined === undefined && ids.length > 0) for (const memberId of ids) await again(memberId);
    await joining;
    if (joined !== undefined) ids.push(joined);
  }
  return eventually(async () => {
    const all: Fetched[] = [];
    for (const memberId of ids) all.push(await again(memberId));
    const settled = all.every(
      ({ assignment, generation }) => assignment.length === 1 && generation === all[0]?.generation,
    );
    if (!settled) return false;
    return all.map(({ assignment, ...member }) => ({ ...member, partition: assignment[0]?.partition ?? 0 }));
  });
}

function transactionsOf({ partition, memberId, generation }: Member): Buffer[] {
  return Array.from({ length: REWINDS_AFTER }, (_, nth) => {
    const offsets = [{ topic: INPUTS, partition, offset: (nth + 1) * EVENTS }];
    const commit = JSON.stringify([{ group: GROUP, memberId, generation, offsets }]);
    const body = `{"produce":[{"topic":"${OUTPUTS}","events":${EVENT_LIST}}],"commit":${commit}}`;
    return requestBytes({ method: 'POST', path: '/v1/transactions', headers: JSON_TYPE, body });
  });
}

const BATCH = requestBytes({
  ...{ method: 'POST', path: `/v1/topics/${OUTPUTS}/batches`, headers: JSON_TYPE },
  body: `{"events":${EVENT_LIST}}`,
});

/** Requests a second of all workers together, one connection each. */
async function rate(generator: Child, port: number, sent: readonly Buffer[][], { warmUpMs, durationMs }: BenchContext) {
  const jobs = sent.map((requests) => load(generator, { port, connections: 1, requests, warmUpMs, durationMs }));
  const results: readonly LoadResult[] = await Promise.all(jobs);
  return results.reduce((sum, { responses, seconds }) => sum + responses / seconds, 0);
}

export const transactions: BenchCase = (context): Promise<BenchRow> =>
  withStage(async (stage) => {
    await stage.topic(OUTPUTS);
    await stage.topic(INPUTS, { partitions: WORKERS });
    // Enough for the offsets that each member commits.
    for (let nth = 0; nth < WORKERS; nth += 1) {
      const events = Array.from({ length: BATCH_EVENTS }, (_, value) => ({ value, partition: nth }));
      const answer = await stage.client.post(`/v1/topics/${INPUTS}/batches`, { events });
      if (answer.status !== 200) throw new Error(`inputs: ${answer.status} ${answer.text}`);
    }
    const own = (await join(stage)).map(transactionsOf);
    const generator = stage.child('load/generator.js');
    const { port } = stage.server;
    const plain = own.map(() => [BATCH]);
    const compared = await alternate(
      context,
      () => rate(generator, port, own, context),
      () => rate(generator, port, plain, context),
    );
    return {
      name: 'transactions',
      unit: 'transactions/s',
      ...compared,
      goal: `>= ${RATIO} of plain batches of the same ${EVENTS} events`,
      pass: compared.ratio >= RATIO,
    };
  });
