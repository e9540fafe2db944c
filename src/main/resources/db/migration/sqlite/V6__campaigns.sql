-- Whether a workflow removes nobody for not being listed, because files of its campaign were ignored.
ALTER TABLE workflow ADD COLUMN keeps_unlisted INTEGER NOT NULL DEFAULT 0;

-- What a workflow is within a campaign; no row for a workflow that is part of none.
CREATE TABLE campaign_part (
  workflow_id    TEXT PRIMARY KEY REFERENCES workflow (id),
  campaign       TEXT NOT NULL,
  campaign_group TEXT
);

-- The files of a workflow that has several, or that shares the staged copy of one with other workflows. A staged copy
-- has the name of the workflow that received it. PRESENT counts; REPLACED came earlier for the same group.
CREATE TABLE workflow_file (
  workflow_id    TEXT NOT NULL REFERENCES workflow (id),
  staged_as      TEXT NOT NULL REFERENCES workflow (id),
  file_name      TEXT NOT NULL,
  campaign_group TEXT,
  group_key      TEXT NOT NULL,
  file_sha256    TEXT NOT NULL,
  file_bytes     INTEGER NOT NULL,
  arrived_at     TEXT NOT NULL,
  state          TEXT NOT NULL,
  PRIMARY KEY (workflow_id, staged_as)
);
CREATE INDEX workflow_file_by_staged_copy ON workflow_file (staged_as);

-- A workflow that collects the files of one campaign.
CREATE TABLE campaign_run (
  workflow_id  TEXT PRIMARY KEY REFERENCES workflow (id),
  destination  TEXT NOT NULL,
  campaign_key TEXT NOT NULL,
  due_at       TEXT NOT NULL,
  last_file_at TEXT NOT NULL,
  done_file_at TEXT,
  completed_at TEXT
);
CREATE INDEX campaign_run_by_campaign ON campaign_run (destination, campaign_key);

-- Which group an audience belongs to: two groups must not meet under one name.
CREATE TABLE campaign_audience (
  audience_id INTEGER PRIMARY KEY REFERENCES audience (id),
  feed        TEXT NOT NULL
);

-- What became of the times of a destination's schedule.
CREATE TABLE schedule_watch (
  destination TEXT PRIMARY KEY,
  looked_for  TEXT NOT NULL,
  expected_at TEXT NOT NULL
);

-- A workflow that stands for a file which has not come by its time; one that came after "since" would have been it.
CREATE TABLE expected_file (
  workflow_id TEXT PRIMARY KEY REFERENCES workflow (id),
  destination TEXT NOT NULL,
  due_at      TEXT NOT NULL,
  since       TEXT NOT NULL
);
