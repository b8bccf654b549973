// What refused calls on groups say: the call that mends it, for the mode that the group has.
import { expect, onTestFinished, test } from 'vitest';
import { makeHttpClient } from '../harness/http.js';
import { startBus } from '../harness/server.js';

async function setUp() {
  const server = await startBus();
  const client = makeHttpClient(server.url);
  onTestFinished(async () => {
    client.close();
    await server.stop();
  });
  await client.put('/v1/topics/orders', {});
  const post = async (path: string, body: object) => {
    const { status, json } = await client.post(`/v1/${path}`, body);
    return [status, json()['code'], json()['detail']];
  };
  return { post };
}

test('who commits for a shared group, or acknowledges for an exclusive one, is told the other call', async () => {
  const { post } = await setUp();
  await post('groups/s/fetch', { topics: ['orders'], mode: 'shared', waitMs: 0 });
  await post('groups/e/fetch', { topics: ['orders'], waitMs: 0 });
  const at = { topic: 'orders', partition: 0, offset: 0 };
  const commit = { memberId: 'm', generation: 1, offsets: [at] };
  const refused = [409, 'INCONSISTENT_GROUP_PROTOCOL'];
  expect(await post('groups/s/offsets', commit)).toEqual([
    ...refused,
    expect.stringContaining('/groups/s/acknowledge'),
  ]);
  const inTransaction = await post('transactions', { commit: [{ group: 's', ...commit }] });
  expect(inTransaction).toEqual([...refused, expect.stringContaining('POST /v1/groups/s/acknowledge')]);
  const acknowledged = await post('groups/e/acknowledge', { ack: [{ ...at, attempt: 1 }] });
  expect(acknowledged).toEqual([...refused, expect.stringContaining('POST /v1/groups/e/offsets')]);
});

test('an exclusive fetch with a field of the shared mode is told so', async () => {
  const { post } = await setUp();
  const answer = await post('groups/e/fetch', { topics: ['orders'], leaseMs: 1_000, waitMs: 0 });
  expect(answer).toEqual([400, 'INVALID_REQUEST', expect.stringContaining('\'leaseMs\' is taken only with "mode"')]);
});

test("a prefix of the bus's own topics is refused, in either mode", async () => {
  const { post } = await setUp();
  for (const mode of ['exclusive', 'shared']) {
    const answer = await post('groups/g/fetch', { topics: ['_*'], mode, waitMs: 0 });
    expect(answer).toEqual([400, 'INVALID_REQUEST', expect.stringContaining("begins with '_'")]);
  }
});
