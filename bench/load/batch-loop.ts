// The process that sends NDJSON batches at a fixed rate and takes the time from when each was due to its answer, so that a
// server that falls behind is not spared.
import { Agent, request as httpRequest } from 'node:http';
import { EVENT_BYTES } from '../sample-events.js';
import { answerParent } from './answer-parent.js';
import { percentile } from './percentile.js';

export type BatchLoopJob = {
  readonly port: number;
  readonly path: string;
  /** Events. */
  readonly perSecond: number;
  /** At most: `stop` ends it earlier. */
  readonly durationMs: number;
  readonly batchEvents: number;
  /** Different values of `customer`, in turn. */
  readonly keys: number;
};

/** `stop` ends the job that runs: what was sent is still answered and counted. */
export type BatchLoopQuestion = BatchLoopJob | 'stop';

export type BatchLoopResult = { readonly events: number; readonly p50Ms: number; readonly p99Ms: number };

const TICK_MS = 1;
let stopRunning: (() => void) | undefined;

function batchOf(first: number, { batchEvents, keys }: BatchLoopJob): Buffer {
  let lines = '';
  for (let index = 0; index < batchEvents; index += 1) {
    const start = `{"customer":"c-${(first + index) % keys}","note":"`;
    lines += `${start}${'n'.repeat(EVENT_BYTES - start.length - 2)}"}\n`;
  }
  return Buffer.from(lines);
}

export function runBatchLoop(job: BatchLoopJob): Promise<BatchLoopResult> {
  return new Promise((resolve, reject) => {
    const agent = new Agent({ keepAlive: true });
    const times: number[] = [];
    let batches = Math.max(1, Math.floor((job.durationMs / 1_000) * (job.perSecond / job.batchEvents)));
    const everyMs = (job.batchEvents / job.perSecond) * 1_000;
    const startedAt = performance.now();
    let sent = 0;

    const finish = (error?: Error) => {
      stopRunning = undefined;
      clearInterval(ticker);
      agent.destroy();
      times.sort((left, right) => left - right);
      if (error !== undefined) reject(error);
      else {
        const events = times.length * job.batchEvents;
        resolve({ events, p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99) });
      }
    };
    const send = (dueAt: number) => {
      const { port, path } = job;
      const headers = { 'content-type': 'application/x-ndjson' };
      const request = httpRequest({ host: '127.0.0.1', port, path, agent, method: 'POST', headers }, (response) => {
        response.resume().on('end', () => {
          if (response.statusCode !== 200) return finish(new Error(`Batch loop met ${response.statusCode}`));
          times.push(performance.now() - dueAt);
          if (times.length === batches) finish();
        });
      });
      request.on('error', finish).end(batchOf(sent * job.batchEvents, job));
    };
    stopRunning = () => {
      batches = sent;
      if (times.length === batches) finish();
    };
    const ticker = setInterval(() => {
      const now = performance.now();
      for (; sent < batches && startedAt + sent * everyMs <= now; sent += 1) send(startedAt + sent * everyMs);
    }, TICK_MS);
  });
}

answerParent((question: BatchLoopQuestion) => {
  if (question === 'stop') return stopRunning?.();
  return runBatchLoop(question);
});
