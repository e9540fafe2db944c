-- SHA-256 of the opt-out list that the working files were prepared with; empty where the destination has none.
ALTER TABLE workflow ADD COLUMN opt_out_sha256 TEXT NOT NULL DEFAULT '';
