-- One state belongs to one environment. In that of production, destinations with sandbox: true rehearse beside the others.
CREATE TABLE installation (
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  environment TEXT NOT NULL
);

ALTER TABLE workflow ADD COLUMN environment TEXT NOT NULL DEFAULT 'PRODUCTION';

-- The identity of an audience is its environment, its owner and its name.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE audience_in_environment (
  id                  INTEGER PRIMARY KEY,
  environment         TEXT NOT NULL DEFAULT 'PRODUCTION',
  owner_advertiser_id TEXT NOT NULL,
  name                TEXT NOT NULL,
  tiktok_audience_id  TEXT,
  made_here           INTEGER NOT NULL DEFAULT 0,
  create_requested_at TEXT,
  created_at          TEXT,
  refreshed_at        TEXT,
  unfolded_workflow   TEXT,
  UNIQUE (environment, owner_advertiser_id, name),
  UNIQUE (environment, tiktok_audience_id)
);
INSERT INTO audience_in_environment (id, owner_advertiser_id, name, tiktok_audience_id, made_here, create_requested_at,
  created_at, refreshed_at, unfolded_workflow)
SELECT id, owner_advertiser_id, name, tiktok_audience_id, made_here, create_requested_at, created_at, refreshed_at,
  unfolded_workflow FROM audience;
DROP TABLE audience;
ALTER TABLE audience_in_environment RENAME TO audience;
