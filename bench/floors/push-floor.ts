// The floor of push: undici and an HMAC in a loop, to the same receiver, with nothing stored and nothing decided.
import { createHmac, randomBytes } from 'node:crypto';
import { Pool } from 'undici';
import { answerParent } from '../load/answer-parent.js';

export type PushFloorJob = {
  readonly port: number;
  readonly connections: number;
  readonly body: Uint8Array;
  readonly durationMs: number;
};

const secret = randomBytes(24);

async function runPushFloor(job: PushFloorJob): Promise<number> {
  const pool = new Pool(`http://127.0.0.1:${job.port}`, { connections: job.connections, pipelining: 1 });
  const until = performance.now() + job.durationMs;
  let sent = 0;
  const loop = async () => {
    while (performance.now() < until) {
      const id = `msg_${sent}`;
      const timestamp = String(Math.floor(Date.now() / 1_000));
      const hmac = createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(job.body).digest('base64');
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: '/hook',
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': `v1,${hmac}`,
        },
        body: job.body,
      });
      await body.dump();
      if (statusCode !== 200) throw new Error(`The receiver answered ${statusCode}`);
      sent += 1;
    }
  };
  await Promise.all(Array.from({ length: job.connections }, loop));
  await pool.close();
  return sent;
}

answerParent((job: PushFloorJob) => runPushFloor(job));
