-- Word counts fine enough that the planner knows a rare word from a common one.
ALTER TABLE records_record ALTER COLUMN search SET STATISTICS 2000;
ALTER TABLE records_subject ALTER COLUMN search SET STATISTICS 2000;
