-- Tokens, and the name and address of who gave the grant, are encrypted under a key that is not in this database.
-- A row may stand for a token that lies elsewhere (a file, a variable): then it holds only that TikTok refused it.
CREATE TABLE credential (
  name                TEXT PRIMARY KEY,
  id                  TEXT    NOT NULL UNIQUE,
  description         TEXT    NOT NULL DEFAULT '',
  access_token        TEXT,
  refresh_token       TEXT,
  user_name           TEXT,
  user_email          TEXT,
  scopes              TEXT    NOT NULL DEFAULT '[]',
  advertisers         TEXT    NOT NULL DEFAULT '[]',
  granted_at          TEXT,
  expires_at          TEXT,
  refresh_expires_at  TEXT,
  refused_fingerprint TEXT,
  refused_at          TEXT,
  refusal_told        INTEGER NOT NULL DEFAULT 0
);

-- A link that somebody may open to give a grant: its state is kept as a digest, and serves once.
CREATE TABLE authorization_request (
  state_digest TEXT PRIMARY KEY,
  credential   TEXT NOT NULL,
  redirect_url TEXT NOT NULL,
  actor        TEXT NOT NULL,
  made_at      TEXT NOT NULL,
  expires_at   TEXT NOT NULL,
  used_at      TEXT,
  outcome      TEXT,
  succeeded    INTEGER
);
CREATE INDEX authorization_request_by_credential ON authorization_request (credential, made_at);
