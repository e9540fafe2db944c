-- How the source of each destination was found when it was last looked into, and when it is looked into again.
CREATE TABLE source_state (
  destination TEXT PRIMARY KEY,
  place       TEXT NOT NULL,
  state       TEXT NOT NULL,
  since       TEXT NOT NULL,
  looked_at   TEXT,
  waiting     INTEGER NOT NULL DEFAULT 0,
  failures    INTEGER NOT NULL DEFAULT 0,
  condition   TEXT,
  message     TEXT,
  next_try    TEXT
);
