-- delete_retention_ms: how long a compacted topic keeps tombstones; NULL: the topic is not compacted.
ALTER TABLE topics ADD COLUMN delete_retention_ms INTEGER;
CREATE INDEX compacted_topics ON topics (id) WHERE delete_retention_ms IS NOT NULL;

-- What compaction has made of a log. Below clean_offset each key has one event: clean_events in all, clean_tombstones of
-- them tombstones. Below sparse_offset offsets may be missing. hole_bytes: bytes of values that "position" still counts,
-- between the oldest and the newest row, and that are gone. rewrites: how often rows were rewritten.
ALTER TABLE logs ADD COLUMN clean_offset INTEGER NOT NULL DEFAULT 0;
ALTER TABLE logs ADD COLUMN clean_events INTEGER NOT NULL DEFAULT 0;
ALTER TABLE logs ADD COLUMN clean_tombstones INTEGER NOT NULL DEFAULT 0;
ALTER TABLE logs ADD COLUMN sparse_offset INTEGER NOT NULL DEFAULT 0;
ALTER TABLE logs ADD COLUMN hole_bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE logs ADD COLUMN rewrites INTEGER NOT NULL DEFAULT 0;

-- At that time everything below that offset was clean: from then on its tombstones wait for their end.
CREATE TABLE clean_points (
  log_id INTEGER NOT NULL,
  "offset" INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (log_id, "offset")
) STRICT, WITHOUT ROWID;
