// `[{"topic", "partition", "offset"}]` in a body: what a member commits.
import { type Fields, makeFields } from '../../model/fields.js';
import { GROUP_MAX_OFFSETS } from '../../model/group-limits.js';
import type { Places } from '../../model/places.js';
import { placeKey } from './group-record.js';

export type OffsetAt = { readonly topic: string; readonly partition: number; readonly offset: number };

/** Whatever is wrong is put into `places`; each partition once. */
export function readOffsetList(fields: Fields, name: string, list: unknown, places: Places): readonly OffsetAt[] {
  if (!Array.isArray(list) || list.length > GROUP_MAX_OFFSETS) {
    fields.wrong(
      name,
      `must be a list of at most ${GROUP_MAX_OFFSETS}, such as [{"topic": "orders", "partition": 0, "offset": 0}]`,
    );
    return [];
  }
  const named = new Set<string>();
  return list.map((given: unknown, index): OffsetAt => {
    const path = `${name}/${index}`;
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      fields.wrong(path, 'must be an object with topic, partition and offset');
      return { topic: '', partition: 0, offset: 0 };
    }
    const one = makeFields(given as Record<string, unknown>, `/${path}`, places);
    const [topic, partition, offset] = [one.take('topic'), one.take('partition'), one.take('offset')];
    if (typeof topic !== 'string') one.wrong('topic', 'must be the name of a topic');
    if (!isCount(partition)) one.wrong('partition', 'must be an integer from 0');
    if (!isCount(offset)) one.wrong('offset', 'must be an integer from 0');
    one.refuseOthers();
    const at = { topic: topic as string, partition: partition as number, offset: offset as number };
    if (named.has(placeKey(at))) fields.wrong(path, 'names its partition a second time');
    named.add(placeKey(at));
    return at;
  });
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
