// The push thread: everything between the append signal and the endpoint. It has its own reader and its own way to the
// writer, so what is pushed never passes through the main thread. push-host.ts is its other end.

import type { MessagePort } from 'node:worker_threads';
import type { DeadLetterTopic } from '../engine/dead-letter.js';
import type { Engine } from '../engine/engine.js';
import { systemClock } from '../model/clock.js';
import { PUSH_HELD_MAX_BYTES, PUSH_MAX_IN_FLIGHT, PUSH_MAX_PARKED, RESPONSE_KEPT_BYTES } from '../model/limits.js';
import { makeAlarm, nodeTimer } from './alarm.js';
import { makeAnswers } from './answers.js';
import { makeGate } from './gate.js';
import { makeAddressPolicy, resolveAll } from './guard.js';
import { makeLaneIndex } from './lane-index.js';
import { makePools } from './pools.js';
import { makePushLog } from './push-log.js';
import type { FromThread, PushSettings, ToThread } from './push-protocol.js';
import { makePushCounters, type PushStats } from './push-stats.js';
import { makeRecorder } from './recorder.js';
import { makeRunners } from './runners.js';
import { makeBox } from './sealed.js';
import { send } from './sender.js';
import type { EndpointConfig } from './subscription-config.js';

export type PushThreadDeps = {
  readonly engine: Engine;
  readonly port: MessagePort;
  readonly settings: PushSettings;
  readonly deadLetterTopic: DeadLetterTopic;
};

/** Runs until the host says stop. */
export function runPushThread({ engine, port, settings, deadLetterTopic }: PushThreadDeps): void {
  const clock = systemClock;
  const say = (message: FromThread): void => port.postMessage(message);
  const log = makePushLog((line) => say({ kind: 'log', line }), settings.debug);
  const alarm = makeAlarm({ now: clock.now, timer: nodeTimer });
  const gate = makeGate({ running: PUSH_MAX_IN_FLIGHT, parked: PUSH_MAX_PARKED, heldBytes: PUSH_HELD_MAX_BYTES });
  const counters = makePushCounters();
  const recorder = makeRecorder({ commit: engine.commit, timer: nodeTimer });
  const pools = makePools(makeAddressPolicy(settings.allow), resolveAll, clock);
  const targets = new WeakMap<EndpointConfig, { readonly origin: string; readonly path: string }>();

  const targetOf = (endpoint: EndpointConfig): { readonly origin: string; readonly path: string } => {
    const known = targets.get(endpoint);
    if (known !== undefined) return known;
    const url = new URL(endpoint.url);
    const target = { origin: url.origin, path: `${url.pathname}${url.search}` };
    targets.set(endpoint, target);
    return target;
  };

  const index = makeLaneIndex();
  const runners = makeRunners({
    engine,
    clock,
    alarm,
    gate,
    index,
    recorder,
    counters,
    log,
    deadLetterTopic,
    box: makeBox(settings.secretKeys, clock),
    send: (endpoint, delivery, done) => {
      const { origin, path } = targetOf(endpoint);
      const { timeoutMs } = endpoint;
      send({ connection: pools.lend(origin), path, timeoutMs, keptBytes: RESPONSE_KEPT_BYTES }, delivery, done);
    },
  });

  const stats = (): PushStats => {
    const { down, ...load } = runners.load();
    const openConnections = pools.connections();
    const running = Object.fromEntries(load.subscriptions.map(({ name }) => [name, 0]));
    const lostEvents = { ...running, ...counters.lostEvents() };
    return { ...counters.read(), ...load, waiting: alarm.size, openConnections, endpointsDown: down, lostEvents };
  };

  const stop = async (drainMs: number): Promise<void> => {
    let cancel: (() => void) | undefined;
    const deadline = new Promise<void>((resolve) => {
      cancel = nodeTimer(resolve, drainMs);
    });
    const stopped = runners.stop();
    await Promise.race([stopped, deadline]);
    cancel?.();
    recorder.stop();
    runners.cut();
    await stopped;
    alarm.stop();
    await pools.close();
    await engine.close();
    say({ kind: 'stopped' });
    port.close();
  };

  const answer = makeAnswers({ stats, rests: runners.rests }, say);
  port.on('message', (message: ToThread) => {
    switch (message.kind) {
      case 'ask':
        return void answer(message.id, message.question);
      case 'stop':
        return void stop(message.drainMs);
      default:
        return message satisfies never;
    }
  });
  runners.start();
  say({ kind: 'ready' });
}
