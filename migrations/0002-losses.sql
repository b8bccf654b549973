-- Events that were deleted before a group got them, in all.
CREATE TABLE losses (
  group_id INTEGER NOT NULL,
  topic_id INTEGER NOT NULL,
  partition INTEGER NOT NULL,
  events INTEGER NOT NULL,
  PRIMARY KEY (group_id, topic_id, partition)
) STRICT, WITHOUT ROWID;
