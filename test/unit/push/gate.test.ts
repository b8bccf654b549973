import { expect, test } from 'vitest';
import { makeGate } from '#posthorn/push/gate.js';

const microtasks = () => Promise.resolve();

test('readers that find the memory full are called once each, as long as there is room', async () => {
  const gate = makeGate({ running: 1, parked: 1, heldBytes: 100 });
  const called: string[] = [];
  const read = (name: string, bytes: number) => {
    const lane = lanes[name] ?? {};
    lanes[name] = lane;
    if (gate.mayRead(lane, 0, () => read(name, bytes))) {
      gate.addHeld(bytes);
      called.push(name);
    }
  };
  const lanes: Record<string, object> = {};
  read('a', 60);
  read('b', 60);
  read('c', 60);
  read('c', 60);
  read('d', 60);
  expect(called).toEqual(['a', 'b']);
  gate.addHeld(-10);
  await microtasks();
  expect(called, 'it is still full').toEqual(['a', 'b']);
  gate.addHeld(-60);
  expect(called, 'not in the middle of what let go').toEqual(['a', 'b']);
  await microtasks();
  expect(called).toEqual(['a', 'b', 'c']);
  expect(gate.mayRead({}, 0, () => undefined)).toBe(false);
  gate.addHeld(-60);
  await microtasks();
  expect(called).toEqual(['a', 'b', 'c', 'd']);
});

test('where the first waiter has nothing to send the next one is called', () => {
  const gate = makeGate({ running: 1, parked: 1, heldBytes: 100 });
  const called: string[] = [];
  gate.enter();
  gate.hasRoom(0, () => called.push('paused'));
  gate.hasRoom(0, () => {
    called.push('sends');
    gate.enter();
  });
  gate.hasRoom(0, () => called.push('late'));
  gate.leave();
  expect(called).toEqual(['paused', 'sends']);
  expect(gate.running).toBe(1);
  gate.leave();
  expect(called).toEqual(['paused', 'sends', 'late']);
});

test('a lane that may not park is called when there is room', async () => {
  const gate = makeGate({ running: 1, parked: 2, heldBytes: 100 });
  const called: string[] = [];
  gate.addParked(2);
  const lanes = [{}, {}];
  expect(lanes.map((lane, index) => gate.mayPark(lane, 0, () => called.push(`lane ${index}`)))).toEqual([false, false]);
  gate.addParked(-1);
  await microtasks();
  expect(called).toEqual(['lane 0', 'lane 1']);
  gate.addParked(1);
  gate.addParked(-1);
  await microtasks();
  expect(called).toHaveLength(2);
});

test('however many take all they can get, something is left for one that has nothing yet', () => {
  for (const hogs of [1, 10, 100, 1_000]) {
    const gate = makeGate({ running: 8_192, parked: 8_192, heldBytes: 8_192 });
    const running = Array.from({ length: hogs }, () => 0);
    // In turn, until none gets any more.
    for (let moved = true; moved; ) {
      moved = false;
      for (const [hog, own] of running.entries()) {
        if (!gate.hasRoom(own, () => expect.unreachable('it has its share'))) continue;
        gate.enter();
        running[hog] = own + 1;
        moved = true;
      }
    }
    const free = 8_192 - gate.running;
    expect(free).toBeGreaterThan(0);
    expect(free).toBeGreaterThanOrEqual(Math.floor(8_192 / (hogs + 1)) - 1);
    expect(Math.max(...running) - Math.min(...running)).toBeLessThanOrEqual(1);
    expect(gate.hasRoom(0, () => undefined)).toBe(true);
  }
});

test('parked deliveries and bytes are shared in the same way', () => {
  const gate = makeGate({ running: 1, parked: 90, heldBytes: 90 });
  gate.addParked(60);
  gate.addHeld(60);
  const never = () => expect.unreachable('it has its share');
  expect([gate.mayPark({}, 30, never), gate.mayRead({}, 30, never)]).toEqual([false, false]);
  expect([gate.mayPark({}, 29, never), gate.mayRead({}, 29, never)]).toEqual([true, true]);
  expect([gate.mayPark({}, 0, never), gate.mayRead({}, 0, never)]).toEqual([true, true]);
});
