// A redrive while it runs: its dead letters as a log, and how fast it may take them.
import type { Engine } from '../../engine/engine.js';
import type { RedrivenChange, RedrivenState } from '../../engine/redriven.js';
import type { TopicName } from '../../model/names.js';
import { REDRIVE_BURST_MS } from '../../model/redrive-limits.js';
import type { Replay } from '../replay-record.js';
import { type LaneLog, makeRedriveLog } from './redrive-log.js';

export type Redrive = {
  readonly id: string;
  /** The dead letter topic. */
  readonly topic: TopicName;
  readonly log: LaneLog;
  /** When it may take the next delivery, ms since the epoch; null: at any time. */
  nextAt: number | null;
  /** A look at the lane at `nextAt` is agreed on. */
  waitsUntil: number;
  readonly msPerEvent: number;
};

/** Undefined: the replay is none. @param subscriptionId of its record */
export function makeRedrive(
  engine: Pick<Engine, 'log' | 'redriven' | 'registry'>,
  { record }: Replay,
  subscriptionId: string,
): Redrive | undefined {
  const { id, redrive, ranges } = record;
  const [range] = ranges;
  if (redrive === undefined || range === undefined) return undefined;
  const topic = range.topic as TopicName;
  const { incarnation, events } = range;
  const log = makeRedriveLog(engine, { redrive: id, topic, incarnation, events, subscriptionId });
  const { ratePerSecond } = redrive;
  const msPerEvent = ratePerSecond === undefined ? 0 : 1_000 / ratePerSecond;
  return { id, topic, log, nextAt: ratePerSecond === undefined ? null : 0, waitsUntil: 0, msPerEvent };
}

/** How long it has to wait, ms; 0: it takes so many events now. */
export function paceMs(redrive: Redrive, events: number, now: number): number {
  if (redrive.nextAt === null) return 0;
  if (redrive.nextAt > now) return redrive.nextAt - now;
  redrive.nextAt = Math.max(redrive.nextAt, now - REDRIVE_BURST_MS) + events * redrive.msPerEvent;
  return 0;
}

/** Those that stand at the places `from..to`. */
export function markOf(
  { id: redrive, topic }: Redrive,
  { offset: from, lastOffset: to }: { readonly offset: number; readonly lastOffset: number },
  state: Exclude<RedrivenState, 'running'>,
  at: number,
): RedrivenChange {
  const places = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return { kind: 'mark', topic, redrive, at, places, state };
}
