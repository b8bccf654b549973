-- Who holds a parked event of a work queue until next_attempt_at; null: nobody.
ALTER TABLE parked ADD COLUMN lease TEXT;
