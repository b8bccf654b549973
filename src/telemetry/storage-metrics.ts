// What storage tells about itself: commits, what they carried, what waits for the next, how large it has grown.
import { counter, gauge, type MetricCollector } from './metrics.js';

export type StorageStats = {
  readonly commits: number;
  readonly units: number;
  readonly appendedEvents: number;
  readonly appendedBytes: number;
  readonly queuedUnits: number;
  readonly queuedBytes: number;
  readonly databaseBytes: number;
  readonly walBytes: number;
  readonly retentionDeletedEvents: number;
  readonly upkeepFailures: number;
  readonly compactionPasses: number;
  readonly compactedEvents: number;
  readonly compactedBytes: number;
  readonly compactedLogBytes: number;
  readonly commitSeconds: number;
};

export function storageMetrics(stats: () => Promise<StorageStats>): MetricCollector {
  return async () => {
    const now = await stats();
    return [
      counter('posthorn_commits_total', 'Transactions written and fsynced', now.commits),
      counter('posthorn_commit_units_total', 'Units that those transactions carried', now.units),
      counter('posthorn_commit_seconds_total', 'Time spent in transactions and their fsync', now.commitSeconds),
      counter('posthorn_appended_events_total', 'Events appended to logs', now.appendedEvents),
      counter('posthorn_appended_bytes_total', 'Bytes of the values appended', now.appendedBytes),
      gauge('posthorn_commit_queue_units', 'Units waiting for the next transaction', now.queuedUnits),
      gauge('posthorn_commit_queue_bytes', 'Bytes of those units', now.queuedBytes),
      gauge('posthorn_database_bytes', 'Size of the database file', now.databaseBytes),
      gauge('posthorn_wal_bytes', 'Size of the write-ahead log', now.walBytes),
      counter('posthorn_retention_deleted_events_total', 'Events that retention deleted', now.retentionDeletedEvents),
      counter('posthorn_upkeep_failures_total', 'Failures of retention and compaction at a log', now.upkeepFailures),
      counter('posthorn_compaction_passes_total', 'Passes over a log that compaction finished', now.compactionPasses),
      counter('posthorn_compaction_removed_events_total', 'Events that compaction removed', now.compactedEvents),
      counter('posthorn_compaction_removed_bytes_total', 'Bytes of the values of those', now.compactedBytes),
      gauge('posthorn_compacted_bytes', 'Bytes of values that compaction left, by last passes', now.compactedLogBytes),
    ];
  };
}
