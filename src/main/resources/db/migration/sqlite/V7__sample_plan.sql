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
  report      TEXT
);
CREATE TABLE planned_run (
  workflow_id TEXT PRIMARY KEY REFERENCES workflow (id),
  plan_id     TEXT NOT NULL REFERENCES plan (workflow_id),
  checked     INTEGER NOT NULL DEFAULT 0
);
