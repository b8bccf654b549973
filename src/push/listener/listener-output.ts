// What one listener's connection is written: never more of its deliveries than it takes, and a sign of life now and then.
import { LISTENER_HEARTBEAT_MS } from '../../model/listen-limits.js';
import type { Timer } from '../../model/timer.js';
import { LISTENER_HEARTBEAT_FRAME } from './listener-frames.js';

/** Where its frames go. */
export type ListenerSink = {
  /** False: the connection has enough before it is drained. */
  write(bytes: Uint8Array): boolean;
  end(): void;
};

export type ListenerOutput = {
  /** Frames wait until then. */
  start(sink: ListenerSink): void;
  /** @param size of a delivery: what is told as written once the connection has taken it */
  write(frame: Uint8Array, size?: number): void;
  drained(): void;
  end(): void;
};

export function makeListenerOutput(timer: Timer, written: (bytes: number) => void): ListenerOutput {
  /** Few: the push thread gives no more than LISTENER_UNWRITTEN_MAX_BYTES before any of it is written. */
  let early: Uint8Array[] = [];
  let sink: ListenerSink | undefined;
  let full = true;
  let unwritten = 0;
  let isOver = false;
  let stopBeat: (() => void) | undefined;

  const credit = (): void => {
    if (full || unwritten === 0 || isOver) return;
    const bytes = unwritten;
    unwritten = 0;
    written(bytes);
  };
  const send = (frame: Uint8Array): void => {
    if (sink === undefined) early.push(frame);
    else full = !sink.write(frame);
  };
  const beat = (): void => {
    if (!full) send(LISTENER_HEARTBEAT_FRAME);
    stopBeat = timer(beat, LISTENER_HEARTBEAT_MS);
  };

  return {
    start: (given) => {
      sink = given;
      full = false;
      for (const frame of early) send(frame);
      early = [];
      if (isOver) return given.end();
      stopBeat = timer(beat, LISTENER_HEARTBEAT_MS);
      return credit();
    },
    write: (frame, size = 0) => {
      if (isOver) return;
      unwritten += size;
      send(frame);
      credit();
    },
    drained: () => {
      full = false;
      credit();
    },
    end: () => {
      isOver = true;
      stopBeat?.();
      sink?.end();
    },
  };
}
