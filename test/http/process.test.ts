import { expect, it } from 'vitest';
import { makeHttpClient } from '../harness/http.js';
import { startBus } from '../harness/server.js';
import { startServerProcess } from '../harness/server-process.js';

const json = { 'content-type': 'application/json' };

it('keeps what it acknowledged over kill -9, and ends with code 0 on SIGTERM', async () => {
  const server = await startServerProcess();
  const client = makeHttpClient(server.url);
  try {
    expect((await client.put('/v1/topics/kept', {})).status).toBe(200);
    const produced = await client.send('POST', '/v1/topics/kept/events', '{"n": 1e3}', json);
    expect(produced.json()).toMatchObject({ partition: 0, offset: 0, duplicate: false });
    expect(await server.kill('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    await server.restart();
    const fetched = await client.get('/v1/topics/kept/partitions/0/events?from=earliest');
    expect(fetched.text).toContain('"value":{"n": 1e3}');
  } finally {
    client.close();
    expect(await server.stop()).toBe(0);
  }
});

it('refuses a data folder that another process uses', async () => {
  const first = await startBus();
  try {
    await expect(startServerProcess({ dataDir: first.dataDir })).rejects.toThrow(/before it was ready[\s\S]*use/);
  } finally {
    await first.stop();
  }
});
