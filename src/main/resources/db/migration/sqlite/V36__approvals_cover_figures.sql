-- What an approval covers are figures; the text that was read is kept beside them
ALTER TABLE approval RENAME COLUMN subject TO figures;
ALTER TABLE approval ADD COLUMN text TEXT NOT NULL DEFAULT '';
ALTER TABLE sample RENAME COLUMN told TO shown_figures;
