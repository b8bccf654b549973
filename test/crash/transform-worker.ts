// A worker that reads inputs as a member of a group and writes outputs together with its offsets, in one transaction. It
// can be killed at any moment: then its connections are cut, and nobody remembers what it was doing.
import { setTimeout as pause } from 'node:timers/promises';
import { type HttpAnswer, makeHttpClient } from '../harness/http.js';

export const INPUTS = 'inputs';
export const OUTPUTS = 'outputs';
export const GROUP = 'transform';

const SESSION_TIMEOUT_MS = 1_000;
const WAIT_MS = 200;
const MAX_EVENTS = 20;
const RETRY_PAUSE_MS = 20;
/** So often a worker sleeps until its session has ended, and then tries to commit as if it had not. */
const STALL_SHARE = 0.02;
const STALL_MAX_MS = 1_800;
/** So often a worker cuts its connection while a transaction is under way, and sends it again under its key. */
const CUT_SHARE = 0.2;
const CUT_AFTER_MAX_MS = 10;

export type WorkerTally = {
  transactions: number;
  /** Answered as the repeat of one whose answer was cut off. */
  repeats: number;
  /** Refused, because the partitions were another's by then. */
  fenced: number;
  transformed: number;
};

type WorkerOptions = {
  readonly url: string;
  /** Of this life: no other one has it. */
  readonly name: string;
  /** Comes back as the same member after a kill. */
  readonly instanceId?: string | undefined;
  readonly random: () => number;
  readonly tally: WorkerTally;
  /** Aborted: finish what is open, begin nothing. */
  readonly signal: AbortSignal;
};

type Handed = { readonly partition: number; readonly offset: number };
type Fetched = {
  readonly memberId: string;
  readonly generation: number;
  readonly positions: readonly { readonly topic: string; readonly partition: number; readonly offset: number }[];
  readonly events: readonly Handed[];
};

export type Worker = { kill(): void; readonly ended: Promise<void> };

const LOST_MEMBERSHIP = ['ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID'];

/** 'again': not answered, or not for good. @throws on what no call of a worker may meet */
function outcomeOf(answer: HttpAnswer | undefined): 'done' | 'fenced' | 'again' {
  if (answer === undefined || answer.status === 429 || answer.status >= 500) return 'again';
  if (answer.status === 200) return 'done';
  const { code } = answer.json<{ code: string }>();
  if (LOST_MEMBERSHIP.includes(code)) return 'fenced';
  if (code === 'VERSION_CONFLICT') return 'again';
  throw new Error(`A worker was refused: ${answer.status} ${answer.text}`);
}

/** The output's key is its input's partition, so that all of them lie in one log in order. */
function transactionOf({ memberId, generation, positions, events }: Fetched): string {
  const outputs = events.map(({ partition, offset }) => ({ value: { partition, offset }, key: `${partition}` }));
  return JSON.stringify({
    produce: [{ topic: OUTPUTS, events: outputs }],
    commit: [{ group: GROUP, memberId, generation, offsets: positions }],
  });
}

export function startWorker({ url, name, instanceId, random, tally, signal }: WorkerOptions): Worker {
  let client = makeHttpClient(url);
  let alive = true;
  let sequence = 0;
  const goesOn = () => alive && !signal.aborted;
  const post = (path: string, body: string, headers = {}) =>
    client.send('POST', path, body, { 'content-type': 'application/json', ...headers }).catch(() => undefined);

  const cut = () => {
    client.close();
    client = makeHttpClient(url);
  };

  /** Always from the committed offsets: what an earlier answer handed out is committed, or was never transformed. */
  const fetch = (memberId: string | undefined) => {
    const member = memberId === undefined ? {} : { memberId, commit: [] };
    const instance = instanceId === undefined ? {} : { instanceId };
    const session = { sessionTimeoutMs: SESSION_TIMEOUT_MS, start: 'earliest', waitMs: WAIT_MS };
    const maxEvents = 1 + Math.floor(random() * MAX_EVENTS);
    const body = { topics: [INPUTS], ...member, ...instance, ...session, maxEvents };
    return post(`/v1/groups/${GROUP}/fetch`, JSON.stringify(body));
  };

  /** Until it is known what has become of it; false: the membership is lost. */
  const transform = async (fetched: Fetched): Promise<boolean> => {
    const body = transactionOf(fetched);
    sequence += 1;
    const key = { 'idempotency-key': `${name}-${sequence}` };
    while (alive) {
      if (random() < CUT_SHARE) pause(random() * CUT_AFTER_MAX_MS).then(cut, cut);
      const answer = await post('/v1/transactions', body, key);
      const outcome = outcomeOf(answer);
      if (outcome === 'done') {
        tally.transactions += 1;
        tally.transformed += fetched.events.length;
        if (answer?.json<{ duplicate: boolean }>().duplicate === true) tally.repeats += 1;
        return true;
      }
      if (outcome === 'fenced') {
        tally.fenced += 1;
        return false;
      }
      await pause(RETRY_PAUSE_MS);
    }
    return false;
  };

  const work = async () => {
    let memberId: string | undefined;
    while (goesOn()) {
      const answer = await fetch(memberId);
      if (!alive) return;
      const outcome = outcomeOf(answer);
      if (outcome === 'fenced') memberId = undefined;
      else if (outcome === 'again' || answer === undefined) await pause(RETRY_PAUSE_MS);
      else {
        const fetched = answer.json<Fetched>();
        memberId = fetched.memberId;
        if (fetched.events.length === 0) continue;
        if (random() < STALL_SHARE) await pause(SESSION_TIMEOUT_MS + random() * (STALL_MAX_MS - SESSION_TIMEOUT_MS));
        if (!(await transform(fetched))) memberId = undefined;
      }
    }
  };

  return {
    kill: () => {
      alive = false;
      client.close();
    },
    ended: work().finally(() => client.close()),
  };
}
