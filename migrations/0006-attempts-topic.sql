-- Names of groups that are gone, as long as attempts of theirs are kept: an event of _attempts stays what it was.
CREATE TABLE former_groups (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

-- Attempts that _attempts leaves out. No attempt of another topic has an entry here.
CREATE INDEX attempts_left_out ON attempts (id) WHERE topic = '_attempts' OR substr(topic, -4) = '.dlt';
