-- What Prepare found out about the files: how they are written.
ALTER TABLE workflow ADD COLUMN findings TEXT NOT NULL DEFAULT '[]';
