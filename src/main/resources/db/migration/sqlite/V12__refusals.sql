-- Why TikTok refused the one member of a part: its code, message and request id as text.
ALTER TABLE delivered_batch ADD COLUMN refusal TEXT;
