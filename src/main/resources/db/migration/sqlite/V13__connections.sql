-- Whether the connection of each destination to TikTok can work, as it was last checked; only what can is polled.
-- due: somebody asked for a check, or the bundle started; next_check: the one that comes by itself.
CREATE TABLE destination_connection (
  destination TEXT PRIMARY KEY,
  credential  TEXT    NOT NULL,
  state       TEXT    NOT NULL,
  since       TEXT    NOT NULL,
  checked_at  TEXT,
  question    TEXT,
  message     TEXT,
  remedy      TEXT,
  action      TEXT,
  due         INTEGER NOT NULL DEFAULT 1,
  next_check  TEXT
);
