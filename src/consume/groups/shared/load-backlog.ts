// A work queue as storage knows it: at its first use, and again where somebody else has changed its group.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Engine } from '../../../engine/engine.js';
import { PARKED_PAGE } from '../../../model/limits.js';
import type { GroupName } from '../../../model/names.js';
import { addItem, type Backlog, type NewBacklog, newBacklog } from './backlog.js';
import { keyOf, makeEventFinder } from './event-finder.js';

const UNTRIED = { previous: null, runs: null, attempts: 0, firstAttemptAt: 0, nextAttemptAt: 0, lease: null };

/** Page by page, so that others have their turn. What push had under way (`inFlight`) becomes due at once. */
export async function loadBacklog(
  { log, groups }: Pick<Engine, 'log' | 'groups'>,
  group: GroupName,
  place: NewBacklog,
  inFlight: readonly number[],
): Promise<Backlog> {
  const { topic, partition } = place;
  const backlog = newBacklog(place);
  for (let after = -1; ; ) {
    const page = groups.parked(group, topic, partition, { after, limit: PARKED_PAGE });
    for (const { group: _group, topic: _topic, partition: _partition, ...row } of page) {
      addItem(backlog, { lease: null, previous: null, runs: null, ...row }, false);
    }
    const last = page[page.length - 1];
    if (last === undefined || page.length < PARKED_PAGE) break;
    after = last.offset;
    await nextTurn();
  }
  const find = makeEventFinder(log, topic, partition);
  for (const offset of inFlight) {
    const event = find(offset, offset);
    addItem(backlog, { offset, lastOffset: offset, key: event === undefined ? null : keyOf(event), ...UNTRIED }, true);
    // The list of what is under way is emptied with it.
    backlog.moved = true;
  }
  return backlog;
}
