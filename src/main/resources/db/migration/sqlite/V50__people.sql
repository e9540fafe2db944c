-- Who may use the console and the API. Passwords are kept as Argon2id hashes; secrets of sessions, API tokens and
-- invitations only as SHA-256 digests, so that a reader of the database cannot use them.
CREATE TABLE person (
  name            TEXT PRIMARY KEY, -- in lower case
  display_name    TEXT    NOT NULL,
  role            TEXT    NOT NULL,
  restrict_pii    INTEGER NOT NULL,
  source          TEXT    NOT NULL,
  password_hash   TEXT,
  password_set_at TEXT,
  created_at      TEXT    NOT NULL,
  disabled_at     TEXT,
  last_log_in_at  TEXT
);

CREATE TABLE session (
  id           TEXT PRIMARY KEY,
  person       TEXT NOT NULL REFERENCES person (name),
  opened_at    TEXT NOT NULL,
  last_used_at TEXT NOT NULL,
  address      TEXT NOT NULL
);
CREATE INDEX session_by_person ON session (person, opened_at);

-- The one-time link by which a person sets a password; without a person, it makes the first admin.
CREATE TABLE invitation (
  secret_digest TEXT PRIMARY KEY,
  person        TEXT REFERENCES person (name),
  made_by       TEXT NOT NULL,
  made_at       TEXT NOT NULL,
  expires_at    TEXT NOT NULL,
  used_at       TEXT
);
CREATE INDEX invitation_by_person ON invitation (person);

CREATE TABLE api_token (
  secret_digest TEXT PRIMARY KEY,
  name          TEXT    NOT NULL,
  role          TEXT    NOT NULL,
  restrict_pii  INTEGER NOT NULL,
  created_by    TEXT    NOT NULL,
  created_at    TEXT    NOT NULL,
  expires_at    TEXT    NOT NULL,
  last_used_at  TEXT,
  revoked_at    TEXT
);
CREATE UNIQUE INDEX api_token_by_name ON api_token (name) WHERE revoked_at IS NULL;

-- Failed log-ins by name (as a digest: people type passwords into the wrong field) and by address.
CREATE TABLE log_in_attempt (
  subject      TEXT PRIMARY KEY,
  failures     INTEGER NOT NULL,
  last_at      TEXT    NOT NULL,
  locked_until TEXT    NOT NULL
);
