-- Files that lie at a source and are not taken, as a JSON object of name and reason.
ALTER TABLE source_state ADD COLUMN left_alone TEXT NOT NULL DEFAULT '{}';
