import { expect, test } from 'vitest';
import { makeGate } from '#posthorn/push/gate.js';

const microtasks = () => Promise.resolve();

test('readers that find the memory full are called once each, as long as there is room', async () => {
  const gate = makeGate({ running: 1, parked: 1, heldBytes: 100 });
  const called: string[] = [];
  const read = (name: string, bytes: number) => {
    const lane = lanes[name] ?? {};
    lanes[name] = lane;
    if (gate.mayRead(lane, () => read(name, bytes))) {
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
  expect(gate.mayRead({}, () => undefined)).toBe(false);
  gate.addHeld(-60);
  await microtasks();
  expect(called).toEqual(['a', 'b', 'c', 'd']);
});

test('where the first waiter has nothing to send the next one is called', () => {
  const gate = makeGate({ running: 1, parked: 1, heldBytes: 100 });
  const called: string[] = [];
  gate.enter();
  gate.hasRoom(() => called.push('paused'));
  gate.hasRoom(() => {
    called.push('sends');
    gate.enter();
  });
  gate.hasRoom(() => called.push('late'));
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
  expect(lanes.map((lane, index) => gate.mayPark(lane, () => called.push(`lane ${index}`)))).toEqual([false, false]);
  gate.addParked(-1);
  await microtasks();
  expect(called).toEqual(['lane 0', 'lane 1']);
  gate.addParked(1);
  gate.addParked(-1);
  await microtasks();
  expect(called).toHaveLength(2);
});
