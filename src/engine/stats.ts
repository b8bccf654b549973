// The port's numbers about itself, for the metrics page.

/** Numbers for the metrics page, since the start of the process unless said otherwise. */
export type EngineStats = {
  readonly commits: number;
  readonly units: number;
  readonly appendedEvents: number;
  readonly appendedBytes: number;
  /** Units waiting in this thread for the next commit, and their bytes. */
  readonly queuedUnits: number;
  readonly queuedBytes: number;
  /** Size of database and write-ahead log now, bytes. */
  readonly databaseBytes: number;
  readonly walBytes: number;
  readonly retentionDeletedEvents: number;
  /** How often retention or compaction has left a log out of a pass because it failed there. */
  readonly upkeepFailures: number;
  /** Passes over a log that compaction has finished, and what it has removed: events, and bytes of their values. */
  readonly compactionPasses: number;
  readonly compactedEvents: number;
  readonly compactedBytes: number;
  /** Bytes of values in the compacted logs, as their last passes left them. */
  readonly compactedLogBytes: number;
  /** Sum and count of commit durations (transaction and fsync), seconds. */
  readonly commitSeconds: number;
};
