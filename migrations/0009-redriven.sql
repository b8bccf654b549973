-- What became of dead letters that were sent again: one row each, of the last redrive that took it. topic_id: of the dead letter
-- topic. place: where it stands in the order of that redrive. was: its state before, NULL: it had none.
CREATE TABLE redriven (
  topic_id INTEGER NOT NULL,
  "offset" INTEGER NOT NULL,
  redrive TEXT NOT NULL,
  place INTEGER NOT NULL,
  state TEXT NOT NULL,
  was TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (topic_id, "offset")
) STRICT, WITHOUT ROWID;
CREATE INDEX redriven_by_place ON redriven (topic_id, redrive, place);
