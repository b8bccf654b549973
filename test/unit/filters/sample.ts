// One event as the log has it, and whether a filter lets it pass.
import type { LogSlice } from '#posthorn/engine/engine.js';
import { compileFilter } from '#posthorn/filters/compile-filter.js';
import type { EventColumns } from '#posthorn/model/event-batch.js';
import { packBatch } from '../memory-log.js';

export type Sample = {
  /** Its bytes. */
  readonly value?: string;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly tombstone?: boolean;
};

export function sliceOf(samples: readonly Sample[]): LogSlice {
  const columns: EventColumns = {
    key: samples.map(({ key }) => key ?? null),
    headers: samples.map(({ headers }) => (headers === undefined ? null : JSON.stringify(headers))),
    contentType: samples.map(({ contentType }) => contentType ?? null),
    tombstone: samples.map(({ tombstone }) => (tombstone === true ? 1 : null)),
  };
  const batch = packBatch({ values: samples.map(({ value }) => value ?? ''), columns });
  return { batch, baseOffset: 0, timestamp: 0, first: 0, last: samples.length - 1 };
}

/** @param filter its text, or what becomes it */
export function matches(filter: unknown, sample: Sample): boolean {
  const text = typeof filter === 'string' ? filter : JSON.stringify(filter);
  return compileFilter(text).matches(sliceOf([sample]), 0);
}

export const cloudEvent = (attributes: Readonly<Record<string, string>>): Sample => ({
  value: '{}',
  headers: Object.fromEntries(
    Object.entries({ specversion: '1.0', id: '1', source: '/shop', type: 'order.created', ...attributes }).map(
      ([name, value]) => [`ce-${name}`, value],
    ),
  ),
});
