// A subscription's redrives as the API shows them: how many dead letters each is to send, and how far it has come.
import type { Engine } from '../../engine/engine.js';
import type { TopicName } from '../../model/names.js';
import { type Replay, replayGroup, replaysOf } from '../replay-record.js';
import { LETTERS_PARTITION } from './letter-scan.js';

export type RedriveDescription = {
  readonly id: string;
  readonly at: number;
  /** Dead letters that it takes. */
  readonly events: number;
  /** Of them, those that it has not come to. */
  readonly remaining: number;
  /** Unfinished deliveries among the others: under way, or waiting for their next attempt. */
  readonly parked: number;
  readonly ratePerSecond?: number;
};

type Reads = Pick<Engine, 'registry' | 'groups'>;

/** Oldest first. */
export function describeRedrives(engine: Reads, subscription: string): RedriveDescription[] {
  return replaysOf(engine.registry, subscription)
    .filter(({ record }) => record.redrive !== undefined)
    .sort((a, b) => a.record.at - b.record.at)
    .flatMap((replay) => {
      const description = describeRedrive(engine, replay);
      const { name, incarnation } = replay.document;
      // Its progress is gone with it: what was read may be that of one that has not begun.
      return engine.registry.get('replays', name)?.incarnation === incarnation ? [description] : [];
    });
}

function describeRedrive({ groups }: Reads, { document, record }: Replay): RedriveDescription {
  const { id, at, ranges, redrive = {} } = record;
  const group = replayGroup(document.name);
  const [range] = ranges;
  const events = range?.events ?? 0;
  const topic = (range?.topic ?? '') as TopicName;
  const own = groups.progressAt(group, topic, LETTERS_PARTITION);
  const parked = groups.parkedCount(group, topic, LETTERS_PARTITION) + (own?.inFlight.length ?? 0);
  return { id, at, events, remaining: events - (own?.committedOffset ?? 0), parked, ...redrive };
}
