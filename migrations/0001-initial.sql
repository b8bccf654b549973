-- One file holds the log, the progress of every group, the delivery state and the definitions: one commit for all.

CREATE TABLE topics (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  retention_ms INTEGER NOT NULL,
  retention_bytes INTEGER NOT NULL,
  dedupe_window_ms INTEGER NOT NULL
) STRICT;

-- One row a partition. Its events are in the table log_<id>, made by the first append. A log without a topic is
-- being cleared away.
CREATE TABLE logs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  topic_id INTEGER,
  partition INTEGER NOT NULL,
  start_offset INTEGER NOT NULL DEFAULT 0,
  UNIQUE (topic_id, partition)
) STRICT;

CREATE TABLE documents (
  collection TEXT NOT NULL,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  incarnation INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (collection, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE unit_dedupe (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  result TEXT NOT NULL,
  PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_dedupe_by_expiry ON unit_dedupe (expires_at);

CREATE TABLE event_dedupe (
  topic_id INTEGER NOT NULL,
  key TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  partition INTEGER NOT NULL,
  "offset" INTEGER NOT NULL,
  timestamp INTEGER NOT NULL,
  PRIMARY KEY (topic_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_dedupe_by_expiry ON event_dedupe (expires_at);

CREATE TABLE groups (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE progress (
  group_id INTEGER NOT NULL,
  topic_id INTEGER NOT NULL,
  partition INTEGER NOT NULL,
  committed_offset INTEGER NOT NULL,
  in_flight TEXT NOT NULL,
  PRIMARY KEY (group_id, topic_id, partition)
) STRICT, WITHOUT ROWID;

CREATE TABLE parked (
  group_id INTEGER NOT NULL,
  topic_id INTEGER NOT NULL,
  partition INTEGER NOT NULL,
  "offset" INTEGER NOT NULL,
  last_offset INTEGER NOT NULL,
  key TEXT,
  attempts INTEGER NOT NULL,
  first_attempt_at INTEGER NOT NULL,
  next_attempt_at INTEGER NOT NULL,
  PRIMARY KEY (group_id, topic_id, partition, "offset")
) STRICT, WITHOUT ROWID;

CREATE TABLE attempts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  group_id INTEGER NOT NULL,
  topic TEXT NOT NULL,
  partition INTEGER NOT NULL,
  "offset" INTEGER NOT NULL,
  last_offset INTEGER NOT NULL,
  key TEXT,
  attempt INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  phase TEXT,
  status INTEGER,
  duration_ms REAL NOT NULL,
  at INTEGER NOT NULL,
  next_attempt_at INTEGER,
  response TEXT
) STRICT;
CREATE INDEX attempts_by_group ON attempts (group_id);

-- clean: 1 after a clean stop. incarnation: the last one given to a document.
CREATE TABLE state (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO state (name, value) VALUES ('clean', 1), ('incarnation', 0);
