-- Numbers that never repeat in this database, whatever becomes of an audience.
CREATE TABLE number_series (
  name TEXT PRIMARY KEY,
  last INTEGER NOT NULL
);
INSERT INTO number_series (name, last)
VALUES ('comparison', 0), ('generation', (SELECT COALESCE(MAX(generation), 0) FROM audience_snapshot));

-- Which run of the workflow left the generation, and with which of its batches. A run is one comparison.
ALTER TABLE audience_snapshot ADD COLUMN run INTEGER NOT NULL DEFAULT 0;
-- Members of calls whose answer was lost at some time: such a call may take effect after later ones.
ALTER TABLE audience_snapshot ADD COLUMN late_adds_file TEXT;
ALTER TABLE audience_snapshot ADD COLUMN late_adds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE audience_snapshot ADD COLUMN late_removes_file TEXT;
ALTER TABLE audience_snapshot ADD COLUMN late_removes INTEGER NOT NULL DEFAULT 0;

-- in_flight: the last attempt was sent and not answered. lost: the answer of some attempt was lost.
ALTER TABLE delivered_batch ADD COLUMN in_flight INTEGER NOT NULL DEFAULT 0;
ALTER TABLE delivered_batch ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;
UPDATE delivered_batch SET in_flight = 1 WHERE state IN ('SENT', 'SKIPPED') AND attempts > 0;
