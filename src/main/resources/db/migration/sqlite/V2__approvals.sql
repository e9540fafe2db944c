-- A person's word that lets a held workflow go on: what held it, and the text that the person read.
CREATE TABLE approval (
  workflow_id TEXT NOT NULL REFERENCES workflow (id),
  condition   TEXT NOT NULL,
  subject     TEXT NOT NULL,
  actor       TEXT NOT NULL,
  reason      TEXT NOT NULL,
  at          TEXT NOT NULL,
  PRIMARY KEY (workflow_id, condition, subject)
);
