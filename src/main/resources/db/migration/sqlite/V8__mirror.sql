-- Members of batches whose answer was lost: they may be in the audience or not.
ALTER TABLE audience_snapshot ADD COLUMN uncertain_file TEXT;
ALTER TABLE audience_snapshot ADD COLUMN uncertain_members INTEGER NOT NULL DEFAULT 0;
-- Which of the workflow's batches the generation holds, as four counts.
ALTER TABLE audience_snapshot ADD COLUMN folded TEXT NOT NULL DEFAULT '';

-- The last list of each destination that feeds an audience, one file an id schema.
CREATE TABLE audience_feed (
  audience_id INTEGER NOT NULL REFERENCES audience (id),
  destination TEXT    NOT NULL,
  id_schema   TEXT    NOT NULL,
  file        TEXT    NOT NULL,
  members     INTEGER NOT NULL,
  email_rule  TEXT    NOT NULL,
  PRIMARY KEY (audience_id, destination, id_schema)
);

-- The workflow whose accepted batches could not be folded into the snapshots: these are not complete until it is taken
-- up again, or until they are rebuilt.
ALTER TABLE audience ADD COLUMN unfolded_workflow TEXT;

-- The newer workflow that took this one's place.
ALTER TABLE workflow ADD COLUMN superseded_by TEXT;
