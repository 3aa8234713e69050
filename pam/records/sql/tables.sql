-- The orders that lists of one kind of record offer. Give the first another name when the table of pam_fold changes: it
-- is made anew then.
CREATE INDEX IF NOT EXISTS pam_record_title ON records_record (kind, (pam_fold(title) COLLATE "C"), id);
CREATE INDEX IF NOT EXISTS pam_record_review ON records_record (kind, (coalesce(next_review, DATE '9999-12-31')), id);
CREATE INDEX IF NOT EXISTS pam_record_priority ON records_record (kind, priority, (coalesce(next_review, DATE '9999-12-31')), id);
