-- The samples that go before a whole list: a workflow of their own, and what people were told and said of them.
-- OPEN until somebody decides; APPROVED; VOID when rejected, or when another list or other settings took its place.
CREATE TABLE sample (
  sample_id   TEXT    PRIMARY KEY REFERENCES workflow (id),
  workflow_id TEXT    NOT NULL REFERENCES workflow (id),
  audience_id INTEGER NOT NULL REFERENCES audience (id),
  fingerprint TEXT    NOT NULL,
  keep_hours  INTEGER NOT NULL,
  told        TEXT,
  state       TEXT    NOT NULL,
  opened_at   TEXT    NOT NULL,
  decided_at  TEXT,
  removal_id  TEXT REFERENCES workflow (id)
);
CREATE INDEX sample_by_workflow ON sample (workflow_id, opened_at);

-- What a plan found, and which workflows run exactly that.
CREATE TABLE plan (
  workflow_id TEXT PRIMARY KEY REFERENCES workflow (id),
  found       TEXT NOT NULL DEFAULT '{}',
  report      TEXT,
  kept        INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE planned_run (
  workflow_id TEXT PRIMARY KEY REFERENCES workflow (id),
  plan_id     TEXT NOT NULL REFERENCES plan (workflow_id),
  checked     INTEGER NOT NULL DEFAULT 0
);

-- When an audience is to be read back next, and how it was when it was read last.
CREATE TABLE audience_watch (
  audience_id INTEGER PRIMARY KEY REFERENCES audience (id),
  watched_for TEXT    NOT NULL,
  due_at      TEXT,
  concerns    TEXT    NOT NULL DEFAULT '[]'
);
CREATE INDEX audience_watch_due ON audience_watch (due_at);

-- What TikTok told of an audience, each time it was read; twins are other audiences of the same name.
CREATE TABLE audience_reading (
  id          INTEGER PRIMARY KEY,
  audience_id INTEGER NOT NULL REFERENCES audience (id),
  at          TEXT    NOT NULL,
  found       TEXT    NOT NULL
);
CREATE INDEX audience_reading_by_audience ON audience_reading (audience_id, id);
