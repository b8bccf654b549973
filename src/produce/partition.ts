// partition ▸ which log each event goes to: pinned, by murmur2 of its key, or, without a key, all to one for a commit.
import { PosthornError } from '../errors/posthorn-error.js';
import { type Column, columnAt, type EventBatch, type EventColumns, valueAt } from '../model/event-batch.js';
import { MAX_PARTITIONS } from '../model/limits.js';
import { type PartitionIndex, parsePartition } from '../model/names.js';
import { pack } from '../model/values.js';
import type { Faults } from './faults.js';
import { partitionOfKey } from './murmur2.js';

/** One partition's share of a request. `indexes`: the events' places in the request; absent: all, in order. */
export type Share = {
  readonly partition: PartitionIndex;
  readonly batch: EventBatch;
  readonly indexes?: readonly number[];
};

type Placing = {
  readonly partitions: number;
  /** From `?partition=`. */
  readonly pinned: number | undefined;
  /** From the events themselves. */
  readonly own: readonly (number | null)[] | undefined;
  /** Where keyless events go now. */
  readonly sticky: number;
};

function rangeText(partitions: number): string {
  return partitions === 1 ? 'the topic has partition 0 alone' : `the topic has partitions 0 to ${partitions - 1}`;
}

/** @throws UNKNOWN_TOPIC_OR_PARTITION */
export function checkPinned(pinned: number | undefined, topic: string, partitions: number): void {
  if (pinned === undefined || pinned < partitions) return;
  const more =
    pinned < MAX_PARTITIONS ? `, or add partitions with PUT /v1/topics/${topic} {"partitions":${pinned + 1}}` : '';
  throw new PosthornError(
    'UNKNOWN_TOPIC_OR_PARTITION',
    `No partition ${pinned}: ${rangeText(partitions)}. Leave ?partition= out${more}.`,
  );
}

export function checkOwn(own: readonly (number | null)[] | undefined, partitions: number, faults: Faults): void {
  own?.forEach((partition, index) => {
    if (partition === null || partition < partitions) return;
    faults.add(
      'UNKNOWN_TOPIC_OR_PARTITION',
      index,
      '/partition',
      `no partition ${partition}: ${rangeText(partitions)}`,
    );
  });
}

function placeOf(key: Column<string> | undefined, index: number, { partitions, own, sticky }: Placing): number {
  const asked = own?.[index] ?? null;
  if (asked !== null) return asked;
  const text = columnAt(key, index);
  return text === null ? sticky : partitionOfKey(text, partitions);
}

function pickColumn<T extends string | number>(
  column: Column<T> | undefined,
  indexes: readonly number[],
): Column<T> | undefined {
  if (column === undefined || typeof column !== 'object') return column;
  const picked = indexes.map((index) => column[index] ?? null);
  return picked.every((value) => value === null) ? undefined : picked;
}

function pickBatch(batch: EventBatch, indexes: readonly number[]): EventBatch {
  const columns = Object.entries(batch.columns)
    .map(([name, column]) => [name, pickColumn<string | number>(column, indexes)] as const)
    .filter(([, column]) => column !== undefined);
  return {
    count: indexes.length,
    ...pack(indexes.map((index) => valueAt(batch, index))),
    columns: Object.fromEntries(columns) as EventColumns,
  };
}

/** The request's events by partition, each share in request order. */
export function share(batch: EventBatch, placing: Placing): Share[] {
  const { partitions, pinned, own } = placing;
  const { key } = batch.columns;
  if (pinned !== undefined) return [{ partition: parsePartition(pinned), batch }];
  if (partitions === 1) return [{ partition: parsePartition(0), batch }];
  if (batch.count === 1 || (own === undefined && typeof key !== 'object')) {
    return [{ partition: parsePartition(placeOf(key, 0, placing)), batch }];
  }
  const byPartition = new Map<number, number[]>();
  for (let index = 0; index < batch.count; index += 1) {
    const partition = placeOf(key, index, placing);
    const indexes = byPartition.get(partition);
    if (indexes === undefined) byPartition.set(partition, [index]);
    else indexes.push(index);
  }
  const shares = [...byPartition].sort(([left], [right]) => left - right);
  return shares.map(([partition, indexes]) =>
    indexes.length === batch.count
      ? { partition: parsePartition(partition), batch }
      : { partition: parsePartition(partition), batch: pickBatch(batch, indexes), indexes },
  );
}
