"""Graded information: only the grading and the log's reference, never who the source is."""
