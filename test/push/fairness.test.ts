// A thousand subscriptions of one topic, some of whose endpoints hang: the others get everything meanwhile.
import { expect, test } from 'vitest';
import { setUpPush } from './set-up.js';

const SUBSCRIPTIONS = 1_000;
const EVENTS = 5;
const WAIT_MS = 60_000;
/** A thousand calls and ten thousand deliveries. */
const TIMEOUT_MS = 180_000;

test(
  '1 and 100 of 1,000 endpoints that hang hold nobody up',
  async () => {
    const { client, receiver } = await setUpPush();
    const names = Array.from({ length: SUBSCRIPTIONS }, (_, index) => `s${index}`);
    for (let from = 0; from < SUBSCRIPTIONS; from += 50) {
      const put = (name: string) => {
        const endpoint = { url: `${receiver.url}/${name}`, timeoutMs: 120_000 };
        return client.put(`/v1/subscriptions/${name}`, { topics: ['orders'], endpoint, ordering: 'none' });
      };
      const answers = await Promise.all(names.slice(from, from + 50).map(put));
      for (const { status } of answers) expect(status).toBe(200);
    }
    for (const hanging of [1, 100]) {
      receiver.clear();
      let answered = 0;
      receiver.respond(({ path }) => {
        if (Number(path.slice(2)) < hanging) return 'hang';
        answered += 1;
        return 200;
      });
      for (let value = 0; value < EVENTS; value += 1) await client.post('/v1/topics/orders/events', value);
      const all = (SUBSCRIPTIONS - hanging) * EVENTS;
      await receiver.waitFor(() => answered === all, { timeoutMs: WAIT_MS });
      expect(answered).toBe(all);
      receiver.release();
    }
  },
  TIMEOUT_MS,
);
