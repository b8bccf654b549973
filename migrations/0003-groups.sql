-- A member of a group was handed out everything below it, and it is not committed yet from committed_offset on. NULL: nothing.
ALTER TABLE progress ADD COLUMN position INTEGER;
