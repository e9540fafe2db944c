-- How many processes ended in a row while they worked on this workflow without getting further, and how many batches
-- were accepted when the last of them ended: one file must not end process after process.
ALTER TABLE workflow ADD COLUMN process_ends INTEGER NOT NULL DEFAULT 0;
ALTER TABLE workflow ADD COLUMN process_ends_at TEXT NOT NULL DEFAULT '';
