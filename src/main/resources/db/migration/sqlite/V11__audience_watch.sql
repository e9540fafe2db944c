-- What the watch goes by: when TikTok accepted changes of an audience. restless_since is the first change after which
-- the audience was not left alone for two days: sizes may lag behind for so long.
CREATE TABLE audience_change (
  audience_id        INTEGER PRIMARY KEY REFERENCES audience (id),
  tiktok_audience_id TEXT NOT NULL,
  first_change_at    TEXT NOT NULL,
  restless_since     TEXT NOT NULL,
  last_change_at     TEXT NOT NULL
);
INSERT INTO audience_change (audience_id, tiktok_audience_id, first_change_at, restless_since, last_change_at)
SELECT a.id, a.tiktok_audience_id, MIN(b.settled_at), MIN(b.settled_at), MAX(b.settled_at)
FROM audience a
JOIN workflow w ON w.audience_id = a.id AND w.type IN ('segment-file', 'campaign')
JOIN delivered_batch b ON b.workflow_id = w.id AND b.state = 'ACCEPTED' AND b.settled_at IS NOT NULL
WHERE a.tiktok_audience_id IS NOT NULL
GROUP BY a.id, a.tiktok_audience_id;

-- What TikTok told of an audience. A row stands for all readings in a row that told the same.
CREATE TABLE audience_reading (
  id                 INTEGER PRIMARY KEY,
  audience_id        INTEGER NOT NULL REFERENCES audience (id),
  tiktok_audience_id TEXT    NOT NULL,
  first_read_at      TEXT    NOT NULL,
  last_read_at       TEXT    NOT NULL,
  listed             INTEGER NOT NULL,
  type               TEXT    NOT NULL,
  matched            INTEGER,
  valid              INTEGER NOT NULL,
  expiring           INTEGER NOT NULL,
  expires_at         TEXT,
  status             TEXT    NOT NULL,
  problem            TEXT    NOT NULL,
  twins              TEXT    NOT NULL
);
CREATE INDEX audience_reading_by_audience ON audience_reading (audience_id, tiktok_audience_id, id);

-- What people have to know of an audience, until it is over.
CREATE TABLE audience_warning (
  id          INTEGER PRIMARY KEY,
  audience_id INTEGER NOT NULL REFERENCES audience (id),
  kind        TEXT    NOT NULL,
  subject     TEXT    NOT NULL,
  message     TEXT    NOT NULL,
  since       TEXT    NOT NULL,
  resolved_at TEXT
);
CREATE INDEX audience_warning_by_audience ON audience_warning (audience_id, resolved_at);

-- The lists of audiences that are read, one an advertiser and credential. told: people heard that it cannot be read.
CREATE TABLE audience_watch (
  owner_advertiser_id TEXT    NOT NULL,
  credential          TEXT    NOT NULL,
  read_at             TEXT,
  next_try_at         TEXT,
  failures            INTEGER NOT NULL DEFAULT 0,
  problem             TEXT,
  told                INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (owner_advertiser_id, credential)
);
