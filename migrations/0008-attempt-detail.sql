-- What else is known of an attempt, as JSON (src/engine/attempt-detail.ts); NULL: nothing.
ALTER TABLE attempts ADD COLUMN detail TEXT;

-- Bytes of this attempt and of all before it that are kept with it, about; NULL: it was written before they were counted.
ALTER TABLE attempts ADD COLUMN end_bytes INTEGER;
