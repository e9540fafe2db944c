-- Times are UTC text of fixed width (yyyy-MM-ddTHH:mm:ss.SSSZ): readable, and sorted as they fall.
-- No raw identifier is ever stored.

CREATE TABLE audience (
  id                  INTEGER PRIMARY KEY,
  owner_advertiser_id TEXT NOT NULL,
  name                TEXT NOT NULL,
  tiktok_audience_id  TEXT UNIQUE,
  made_here           INTEGER NOT NULL DEFAULT 0,
  create_requested_at TEXT,
  created_at          TEXT,
  refreshed_at        TEXT,
  UNIQUE (owner_advertiser_id, name)
);

-- The current generation of what this product put into an audience, one file an id schema.
CREATE TABLE audience_snapshot (
  audience_id INTEGER NOT NULL REFERENCES audience (id),
  id_schema   TEXT    NOT NULL,
  generation  INTEGER NOT NULL,
  file        TEXT    NOT NULL,
  members     INTEGER NOT NULL,
  workflow_id TEXT    NOT NULL,
  PRIMARY KEY (audience_id, id_schema)
);

CREATE TABLE workflow (
  id              TEXT PRIMARY KEY,
  type            TEXT NOT NULL,
  destination     TEXT NOT NULL,
  settings        TEXT NOT NULL,
  audience_id     INTEGER NOT NULL REFERENCES audience (id),
  audience_name   TEXT NOT NULL,
  file_name       TEXT NOT NULL,
  file_sha256     TEXT,
  file_bytes      INTEGER,
  explicit        INTEGER NOT NULL DEFAULT 0,
  state           TEXT NOT NULL,
  stage           TEXT NOT NULL,
  waiting_for     TEXT,
  resume_at       TEXT,
  stop_requested  INTEGER NOT NULL DEFAULT 0,
  failure         TEXT,
  failing_since   TEXT,
  failures_in_row INTEGER NOT NULL DEFAULT 0,
  preparation     TEXT,
  comparison      TEXT,
  warnings        TEXT NOT NULL DEFAULT '[]',
  receipt         TEXT,
  started_by      TEXT NOT NULL,
  arrived_at      TEXT NOT NULL,
  arrival         INTEGER NOT NULL,
  started_at      TEXT,
  ended_at        TEXT
);
CREATE INDEX workflow_by_state ON workflow (state, arrival);
CREATE INDEX workflow_by_audience ON workflow (audience_id, arrival);
CREATE INDEX workflow_by_arrival ON workflow (arrival);

CREATE TABLE workflow_task (
  workflow_id TEXT NOT NULL REFERENCES workflow (id),
  stage       TEXT NOT NULL,
  name        TEXT NOT NULL,
  position    INTEGER NOT NULL,
  state       TEXT NOT NULL,
  inputs      TEXT NOT NULL DEFAULT '{}',
  outputs     TEXT NOT NULL DEFAULT '{}',
  started_at  TEXT,
  ended_at    TEXT,
  PRIMARY KEY (workflow_id, stage, name)
);

-- Append-only; each row carries the hash of the one before, the head of the chain is one row.
CREATE TABLE workflow_event (
  sequence      INTEGER PRIMARY KEY,
  workflow_id   TEXT NOT NULL,
  at            TEXT NOT NULL,
  kind          TEXT NOT NULL,
  actor         TEXT NOT NULL,
  detail        TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash          TEXT NOT NULL
);
CREATE INDEX workflow_event_by_workflow ON workflow_event (workflow_id, sequence);
CREATE TABLE event_chain (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  sequence INTEGER NOT NULL,
  hash     TEXT NOT NULL
);
INSERT INTO event_chain (id, sequence, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- SENT: on its way, or its answer was lost. ACCEPTED: TikTok said code 0. SKIPPED: given up by a person.
CREATE TABLE delivered_batch (
  workflow_id TEXT    NOT NULL REFERENCES workflow (id),
  change      TEXT    NOT NULL,
  id_schema   TEXT    NOT NULL,
  batch_index INTEGER NOT NULL,
  state       TEXT    NOT NULL,
  members     INTEGER NOT NULL,
  attempts    INTEGER NOT NULL DEFAULT 1,
  request_id  TEXT,
  sent_at     TEXT NOT NULL,
  settled_at  TEXT,
  PRIMARY KEY (workflow_id, change, id_schema, batch_index)
);

-- Every answer of TikTok that is not an accepted batch (those carry their request id themselves).
CREATE TABLE tiktok_request (
  id          INTEGER PRIMARY KEY,
  workflow_id TEXT    NOT NULL REFERENCES workflow (id),
  at          TEXT    NOT NULL,
  purpose     TEXT    NOT NULL,
  http_status INTEGER NOT NULL,
  code        INTEGER NOT NULL,
  request_id  TEXT    NOT NULL
);
CREATE INDEX tiktok_request_by_workflow ON tiktok_request (workflow_id, id);

-- OPEN from Receive, CONFIRMED at Confirm, RELEASED when the workflow ended otherwise.
CREATE TABLE file_ledger (
  workflow_id     TEXT PRIMARY KEY REFERENCES workflow (id),
  destination     TEXT    NOT NULL,
  audience_id     INTEGER NOT NULL REFERENCES audience (id),
  file_sha256     TEXT    NOT NULL,
  settings_sha256 TEXT    NOT NULL,
  state           TEXT    NOT NULL,
  changed_at      TEXT    NOT NULL
);
CREATE INDEX file_ledger_by_content ON file_ledger (destination, audience_id, file_sha256);

CREATE TABLE alert (
  id          INTEGER PRIMARY KEY,
  workflow_id TEXT,
  at          TEXT NOT NULL,
  title       TEXT NOT NULL,
  message     TEXT NOT NULL,
  action      TEXT
);
CREATE INDEX alert_by_workflow ON alert (workflow_id, id);

CREATE TABLE command (
  id           INTEGER PRIMARY KEY,
  workflow_id  TEXT NOT NULL,
  name         TEXT NOT NULL,
  action       TEXT,
  reason       TEXT,
  actor        TEXT NOT NULL,
  requested_at TEXT NOT NULL,
  done_at      TEXT,
  succeeded    INTEGER,
  answer       TEXT
);
CREATE INDEX command_open ON command (done_at, id);

-- Who may do what, until when; fence grows with every new holder.
CREATE TABLE lease (
  name       TEXT PRIMARY KEY,
  owner      TEXT NOT NULL,
  held_until TEXT NOT NULL,
  fence      INTEGER NOT NULL
);
