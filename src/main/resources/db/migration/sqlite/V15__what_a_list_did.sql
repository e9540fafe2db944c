-- CONFIRMED: delivered in full. PARTIAL: confirmed, but some members failed, were given up or are in doubt.
-- opt_out_sha256: the opt-out list that the delivery went by; empty where it has none.
ALTER TABLE file_ledger ADD COLUMN opt_out_sha256 TEXT NOT NULL DEFAULT '';
ALTER TABLE file_ledger ADD COLUMN tiktok_audience_id TEXT;

-- The create call of this planned delivery was sent: an audience that it made is the one that the plan foresees.
ALTER TABLE planned_run ADD COLUMN create_requested INTEGER NOT NULL DEFAULT 0;
