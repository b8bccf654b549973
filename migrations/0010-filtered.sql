-- Where a filter leaves events out. previous: the last offset that was to be delivered before the committed one, or before the
-- parked delivery, -1: none; null: the one right before it. runs: first and last offset of each run that a parked batch stands
-- for, in turn, as JSON; null: all of them.
ALTER TABLE progress ADD COLUMN previous INTEGER;
ALTER TABLE parked ADD COLUMN previous INTEGER;
ALTER TABLE parked ADD COLUMN runs TEXT;
