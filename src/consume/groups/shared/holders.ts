// Which events each member of a work queue holds: an answer to `"commit": true` without a look at all leases.
import type { Item } from './backlog.js';

export type Holders = {
  add(item: Item): void;
  drop(item: Item): void;
  of(member: string): readonly Item[];
};

export function makeHolders(): Holders {
  const held = new Map<string, Set<Item>>();
  return {
    add: (item) => {
      if (item.lease === null) return;
      const items = held.get(item.lease) ?? new Set();
      held.set(item.lease, items.add(item));
    },
    drop: (item) => {
      if (item.lease === null) return;
      const items = held.get(item.lease);
      items?.delete(item);
      if (items?.size === 0) held.delete(item.lease);
    },
    of: (member) => [...(held.get(member) ?? [])],
  };
}
