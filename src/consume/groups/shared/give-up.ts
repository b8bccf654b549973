// Events of a work queue that were handed out as often as they may be: they leave it for the dead letter topic.

import { deadLetterBatch } from '../../../engine/dead-letter.js';
import type { EventLog, LogSlice } from '../../../engine/engine.js';
import type { EventBatch } from '../../../model/event-batch.js';
import { type Item, removeItem } from './backlog.js';
import { passGone } from './choose.js';
import { makeEventFinder } from './event-finder.js';

export type GiveUpFacts = { readonly owner: 'subscription' | 'group'; readonly name: string; readonly why: string };

/** @returns what is to be appended to the dead letter topic; undefined: the event was deleted */
export function giveUp(log: Pick<EventLog, 'read' | 'bounds'>, item: Item, facts: GiveUpFacts): EventBatch | undefined {
  const { backlog, offset, lastOffset, attempts } = item;
  const { topic, partition } = backlog;
  const find = makeEventFinder(log, topic, partition, { maxEvents: 1, maxBytes: 1 });
  const found = find(offset, lastOffset);
  if (found === undefined) {
    passGone(item, log.bounds(topic, partition)?.logStartOffset ?? 0);
    return undefined;
  }
  removeItem(item);
  const slice: LogSlice = { ...found.slice, first: found.index, last: found.index };
  const story = { topic, partition, attempts, status: null, ...facts };
  return deadLetterBatch([slice], offset, lastOffset, story);
}
