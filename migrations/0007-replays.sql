-- The replay that an attempt was part of; NULL: the live flow.
ALTER TABLE attempts ADD COLUMN replay TEXT;
