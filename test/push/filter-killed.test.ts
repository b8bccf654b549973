// A subscription with a filter whose server is killed: what was in flight comes again as it was, and nothing is missing.
import { expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { makeHttpClient } from '../harness/http.js';
import { type ReceivedRequest, startReceiver } from '../harness/receiver.js';
import { startServerProcess } from '../harness/server-process.js';
import { header, numbersIn, produce, TENTH, upTo } from './filtered.js';

test.each(['none', 'key'])(
  'killed with batches of a filter under way (%s), it sends these again as they were',
  async (ordering) => {
    const receiver = await startReceiver();
    const server = await startServerProcess();
    const client = makeHttpClient(server.url);
    try {
      await client.put('/v1/topics/orders', {});
      await produce(client, 0, 2_000);
      receiver.respond((request) => {
        const last = Number(header(request, 'last-offset') ?? header(request, 'offset'));
        if (last > 1_000) return 'hang';
        // Now and then half of a batch.
        return header(request, 'count') === '7' && last % 140 === 60
          ? { status: 500, headers: { 'posthorn-acked-through': String(last - 25) } }
          : 200;
      });
      const endpoint = { url: receiver.url };
      const retry = { scheduleMs: Array.from({ length: 20 }, () => 10), jitter: 0 };
      const body = {
        topics: ['orders'],
        endpoint,
        retry,
        ordering,
        ...TENTH,
        batch: { maxEvents: 7 },
        start: 'earliest',
        maxInFlight: 4,
      };
      await client.put('/v1/subscriptions/s', body);
      const isHanging = (request: ReceivedRequest) =>
        request.answer === undefined && Number(header(request, 'last-offset')) > 1_000;
      const describe = async () =>
        (await client.get('/v1/subscriptions/s')).json<{
          offsets: { parked: number }[];
          health: { inFlightLimit: number };
        }>();
      const offsets = async () => (await describe()).offsets[0];
      // As many as it may send at once: on a busy machine, where answers are slow, that may be fewer than `maxInFlight`.
      await eventually(async () => {
        const { health } = await describe();
        expect(receiver.requests.filter(isHanging).length).toBeGreaterThanOrEqual(Math.max(1, health.inFlightLimit));
      });
      // All that was answered is on disk then; what is left of a part may wait for a request to end.
      const isLeft = (part: ReceivedRequest) =>
        part.answer?.status === 500 &&
        !receiver.requests.some(
          (one) => one.answer?.status === 200 && header(one, 'last-offset') === header(part, 'last-offset'),
        );
      await eventually(async () => {
        expect(await offsets()).toMatchObject({
          parked: receiver.requests.filter(isHanging).length + receiver.requests.filter(isLeft).length,
        });
      });
      const hung = receiver.requests.filter(isHanging);
      await server.kill('SIGKILL');
      receiver.respond(200);
      await server.restart();
      await eventually(async () =>
        expect(await offsets()).toMatchObject({ committedOffset: 2_000, parked: 0, lag: 0 }),
      );
      const answered = receiver.requests.filter(({ answer }) => answer?.status === 200);
      for (const { headers, body: sent } of hung) {
        const again = answered.find((request) => request.headers['webhook-id'] === headers['webhook-id']);
        expect(again?.body.toString()).toBe(sent.toString());
        expect(again?.headers['posthorn-previous-offset']).toBe(headers['posthorn-previous-offset']);
      }
      const parts = receiver.requests.filter(({ answer }) => answer?.status === 500);
      expect(parts.length).toBeGreaterThan(0);
      const delivered = [
        ...answered.flatMap(numbersIn),
        ...parts.flatMap((request) =>
          numbersIn(request).filter((n) => n <= Number(header(request, 'last-offset')) - 25),
        ),
      ];
      expect([...new Set(delivered)].toSorted((a, b) => a - b)).toEqual(upTo(2_000, 10));
      expect(delivered).toHaveLength(200);
    } finally {
      client.close();
      await server.stop();
      await receiver.stop();
    }
  },
);
