-- What an alert is about; its words are for people
ALTER TABLE alert ADD COLUMN topic TEXT NOT NULL DEFAULT 'WORKFLOW';
ALTER TABLE alert ADD COLUMN subject TEXT NOT NULL DEFAULT '';
CREATE INDEX alert_by_topic ON alert (topic, subject, at);
