// A webhook that transforms each input into one output by its reply. It fails, answers with nonsense, and can be killed at any
// moment: then its connections are cut, whatever was under way.
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, type ReceivedRequest, type Receiver, startReceiver } from '../harness/receiver.js';

export const INPUTS = 'inputs';
/** Which subscription appends where. The endpoint of each is a path of its own. */
export const OUTPUTS = { single: 'outputs', batched: 'outputs.batched' } as const;
export type SubscriptionName = keyof typeof OUTPUTS;

const FAILURE_SHARE = 0.05;
/** A reply that can't be appended: to a topic that is not allowed, behind an event that could be. */
const BAD_REPLY_SHARE = 0.05;
/** The events are made, and nobody hears of it. */
const CUT_SHARE = 0.05;
const SLOW_SHARE = 0.2;
const SLOW_MAX_MS = 20;
const DOWN_MAX_MS = 300;

export type EndpointTally = { replies: number; bad: number; failed: number; cut: number };

export type AnsweringEndpoint = {
  urlOf(name: SubscriptionName): string;
  readonly tally: EndpointTally;
  /** Nobody listens for a while; comes back on the same port. */
  killAndBegin(): Promise<void>;
  stop(): Promise<void>;
};

const numberOf = ({ headers }: ReceivedRequest, name: string): number => Number(headers[name]);

/** One output an input, in order. Their key is the input's partition, so that all of them lie in one log. */
function outputsOf(request: ReceivedRequest, topic: string): object[] {
  const [partition, offset] = [numberOf(request, 'posthorn-partition'), numberOf(request, 'posthorn-offset')];
  const count = numberOf(request, 'posthorn-count') || 1;
  const last = numberOf(request, 'posthorn-last-offset') || offset;
  if (last - offset + 1 !== count) throw new Error(`a batch with gaps: ${offset} to ${last} are ${count}`);
  return Array.from({ length: count }, (_, nth) => {
    return { topic, key: `${partition}`, value: { partition, offset: offset + nth } };
  });
}

export async function startAnsweringEndpoint(random: () => number): Promise<AnsweringEndpoint> {
  const tally: EndpointTally = { replies: 0, bad: 0, failed: 0, cut: 0 };

  const answerTo = (request: ReceivedRequest): Answer => {
    const fate = random();
    if (fate < FAILURE_SHARE) {
      tally.failed += 1;
      return 500;
    }
    if (fate < FAILURE_SHARE + CUT_SHARE) {
      tally.cut += 1;
      return 'close';
    }
    const name = request.path.slice(1) as SubscriptionName;
    const events = outputsOf(request, OUTPUTS[name]);
    const bad = fate < FAILURE_SHARE + CUT_SHARE + BAD_REPLY_SHARE;
    if (bad) tally.bad += 1;
    else tally.replies += 1;
    const produce = bad ? [...events, { topic: INPUTS, value: 1 }] : events;
    const delayMs = random() < SLOW_SHARE ? { delayMs: random() * SLOW_MAX_MS } : {};
    return { ...delayMs, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ produce }) };
  };

  const begin = async (port?: number): Promise<Receiver> => {
    const receiver = await startReceiver(port === undefined ? {} : { port });
    receiver.respond((request) => {
      const answer = answerTo(request);
      // What it was asked is of no use any more.
      receiver.clear();
      return answer;
    });
    return receiver;
  };
  let receiver = await begin();
  const { url, port } = receiver;

  return {
    urlOf: (name) => `${url}/${name}`,
    tally,
    killAndBegin: async () => {
      await receiver.stop();
      await pause(random() * DOWN_MAX_MS);
      receiver = await begin(port);
    },
    stop: () => receiver.stop(),
  };
}
