-- The workflow ended with members that failed, and its working files are kept, so that these can be sent again.
ALTER TABLE workflow ADD COLUMN keeps_files INTEGER NOT NULL DEFAULT 0;
