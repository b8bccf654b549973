// The push thread: everything between the append signal and the endpoint. It has its own reader and its own way to the
// writer, so what is pushed never passes through the main thread. push-host.ts is its other end.

import type { MessagePort } from 'node:worker_threads';
import type { DeadLetterTopic } from '../engine/dead-letter.js';
import type { Engine } from '../engine/engine.js';
import { type Clock, systemClock } from '../model/clock.js';
import { PUSH_HELD_MAX_BYTES, PUSH_MAX_IN_FLIGHT, PUSH_MAX_PARKED, RESPONSE_KEPT_BYTES } from '../model/limits.js';
import { makeAlarm, nodeTimer } from './alarm.js';
import { makeAnswers } from './answers.js';
import { makeCourier } from './endpoint/courier.js';
import { systemNames } from './endpoint/names.js';
import type { CompileFilter } from './filter/event-filter.js';
import { makeFilterTurns } from './filter/filter-turns.js';
import { makeGate } from './gate.js';
import { makeAddressPolicy } from './guard.js';
import { makeLaneIndex } from './lane-index.js';
import { makeListeners } from './listener/listeners.js';
import { makePools } from './pools.js';
import { makePushLog } from './push-log.js';
import type { FromThread, PushSettings, ToThread } from './push-protocol.js';
import { makePushCounters, type PushStats } from './push-stats.js';
import { makeRecorder } from './recorder.js';
import type { OpenReplyPlanner } from './replies/reply-planner.js';
import type { RunnerDeps } from './runner-deps.js';
import { makeRunners } from './runners.js';
import { makeBox } from './sealed.js';
import { makeTestSender } from './test-delivery/send-test.js';
import { makeHandshake } from './verification/handshake.js';

export type PushThreadDeps = {
  readonly engine: Engine;
  readonly port: MessagePort;
  readonly settings: PushSettings;
  readonly deadLetterTopic: DeadLetterTopic;
  readonly compileFilter: CompileFilter;
  readonly openReplies: OpenReplyPlanner;
};

/** Runs until the host says stop. */
export function runPushThread(deps: PushThreadDeps): void {
  const { engine, port, settings, deadLetterTopic, compileFilter, openReplies } = deps;
  const clock = systemClock;
  const say = (message: FromThread): void => port.postMessage(message);
  const log = makePushLog((line) => say({ kind: 'log', line }), settings.debug);
  const alarm = makeAlarm({ now: clock.now, timer: nodeTimer });
  const gate = makeGate({ running: PUSH_MAX_IN_FLIGHT, parked: PUSH_MAX_PARKED, heldBytes: PUSH_HELD_MAX_BYTES });
  const counters = makePushCounters();
  const recorder = makeRecorder({ commit: engine.commit, timer: nodeTimer });
  const { pools, box, courier, verify } = openWays(settings, clock);
  const index = makeLaneIndex();
  const changed = (subscription: string): void => runners.follow(subscription);
  const listeners = makeListeners({ registry: engine.registry, timer: nodeTimer, changed, log });
  const send: RunnerDeps['send'] = (record, delivery, done, keptBytes = RESPONSE_KEPT_BYTES) =>
    courier.send(record, { delivery, keptBytes }, done);
  const outgoing = { clock, listeners, box, send };
  const runners = makeRunners({
    ...{ engine, alarm, gate, index, recorder, counters, log },
    deadLetterTopic,
    ...{ compileFilter, filterTurns: makeFilterTurns() },
    openReplies,
    ...outgoing,
  });

  const stats = (): PushStats => {
    const { down, ...load } = runners.load();
    const openConnections = pools.connections();
    const running = Object.fromEntries(load.subscriptions.map(({ name }) => [name, 0]));
    const lostEvents = { ...running, ...counters.lostEvents() };
    const connections = pools.use();
    return {
      ...counters.read(),
      ...load,
      waiting: alarm.size,
      openConnections,
      connections,
      endpointsDown: down,
      lostEvents,
    };
  };

  const stop = async (drainMs: number): Promise<void> => {
    let cancel: (() => void) | undefined;
    const deadline = new Promise<void>((resolve) => {
      cancel = nodeTimer(resolve, drainMs);
    });
    const stopped = runners.stop();
    listeners.stop();
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

  const test = makeTestSender({ registry: engine.registry, ...outgoing });
  const answer = makeAnswers({ stats, rests: runners.rests, health: runners.health, verify, test }, say);
  port.on('message', (message: ToThread) => {
    switch (message.kind) {
      case 'ask':
        return void answer(message.id, message.question);
      case 'listen':
        return listeners.attach(message);
      case 'stop':
        return void stop(message.drainMs);
      default:
        return message satisfies never;
    }
  });
  runners.start();
  say({ kind: 'ready' });
}

/** What requests go out by. */
function openWays({ nameServers, allow, secretKeys, proxy }: PushSettings, clock: Clock) {
  const resolve = systemNames(nameServers, clock);
  const pools = makePools({ policy: makeAddressPolicy(allow), resolve, clock });
  const box = makeBox(secretKeys, clock);
  const courier = makeCourier({ pools, box, clock, proxy });
  return { pools, box, courier, verify: makeHandshake({ courier, box, clock }) };
}
