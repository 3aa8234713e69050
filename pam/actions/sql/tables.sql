ALTER TABLE actions_action ALTER COLUMN search SET STATISTICS 2000;
-- The order by name of a list of actions. Give it another name when the table of pam_fold changes: it is made anew then.
CREATE INDEX IF NOT EXISTS pam_action_title ON actions_action (status, (pam_fold(title) COLLATE "C"), id);
