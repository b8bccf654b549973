// What waits on the log: fetches that wait for events, and open tails.
import { gauge, type MetricCollector } from './metrics.js';

export type ConsumeLoad = { readonly waitingPolls: number; readonly tailReaders: number };

export function consumeMetrics(load: () => ConsumeLoad): MetricCollector {
  return () => {
    const { waitingPolls, tailReaders } = load();
    return [
      gauge('posthorn_waiting_polls', 'Fetches that wait for events', waitingPolls),
      gauge('posthorn_tail_readers', 'Open tails', tailReaders),
    ];
  };
}
