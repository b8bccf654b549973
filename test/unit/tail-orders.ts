// Tails of the topic `orders` in memory, and clients that open them.
import { makeTails, type TailRequest } from '#posthorn/consume/tail.js';
import { compileFilter } from '#posthorn/filters/compile-filter.js';
import { makeGrowingLog } from './growing-log.js';
import { makeMemorySink } from './tail-sink.js';

export const earliest = { start: { kind: 'earliest' } } as const;
export const resume = (id: string) => ({ start: { kind: 'resume', id } }) as const;

export function makeTailOrders(partitions: number) {
  const orders = makeGrowingLog(partitions);
  const failures: unknown[] = [];
  const tails = makeTails({ ...orders.waiting, compileFilter, onFailure: (error) => failures.push(error) });
  const open = (fields: Partial<TailRequest> = {}) => {
    const client = makeMemorySink();
    const reader = tails.open({ topic: 'orders', start: { kind: 'latest' }, ...fields }, () => client.sink);
    return { ...client, ...reader };
  };
  return { orders, tails, failures, open };
}
