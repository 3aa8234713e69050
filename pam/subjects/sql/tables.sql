-- Word counts fine enough that the planner knows a rare word from a common one.
ALTER TABLE subjects_particular ALTER COLUMN search SET STATISTICS 2000;
