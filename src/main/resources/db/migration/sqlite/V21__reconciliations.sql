-- Workflows that do not trust the books: they send their whole list, and remove whoever was ever known to be held and is
-- not listed.
CREATE TABLE reconciliation (
  workflow_id TEXT PRIMARY KEY REFERENCES workflow (id)
);
