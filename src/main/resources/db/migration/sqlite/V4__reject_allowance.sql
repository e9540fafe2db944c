-- A person's word that one workflow may have more rejected rows than its destination allows; the last one counts.
CREATE TABLE reject_allowance (
  id          INTEGER PRIMARY KEY,
  workflow_id TEXT    NOT NULL REFERENCES workflow (id),
  most_percent INTEGER NOT NULL,
  most_rows   INTEGER NOT NULL,
  actor       TEXT    NOT NULL,
  reason      TEXT    NOT NULL,
  at          TEXT    NOT NULL
);
CREATE INDEX reject_allowance_by_workflow ON reject_allowance (workflow_id, id);
