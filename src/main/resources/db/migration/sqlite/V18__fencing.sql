-- Each claim of a workflow has a number of its own, one higher than the claim before. Who writes with an older one was
-- paused while another process took over, and is refused.
ALTER TABLE workflow ADD COLUMN fence INTEGER NOT NULL DEFAULT 0;
