-- A batch that TikTok refused for its content is sent in parts: part 1 is the whole batch, parts 2p and 2p + 1 are the
-- halves of part p. DIVIDED: sent in halves instead. REFUSED: one member, which TikTok refused alone.
CREATE TABLE delivered_part (
  workflow_id TEXT    NOT NULL REFERENCES workflow (id),
  change      TEXT    NOT NULL,
  id_schema   TEXT    NOT NULL,
  batch_index INTEGER NOT NULL,
  part        INTEGER NOT NULL,
  state       TEXT    NOT NULL,
  members     INTEGER NOT NULL,
  attempts    INTEGER NOT NULL DEFAULT 1,
  request_id  TEXT,
  sent_at     TEXT NOT NULL,
  settled_at  TEXT,
  PRIMARY KEY (workflow_id, change, id_schema, batch_index, part)
);
INSERT INTO delivered_part
  (workflow_id, change, id_schema, batch_index, part, state, members, attempts, request_id, sent_at, settled_at)
SELECT workflow_id, change, id_schema, batch_index, 1, state, members, attempts, request_id, sent_at, settled_at
FROM delivered_batch;
DROP TABLE delivered_batch;
ALTER TABLE delivered_part RENAME TO delivered_batch;

-- The calls of a day of UTC, taken in lots; a lane is an app or an advertiser.
CREATE TABLE call_count (
  lane  TEXT    NOT NULL,
  day   TEXT    NOT NULL,
  calls INTEGER NOT NULL,
  PRIMARY KEY (lane, day)
);
