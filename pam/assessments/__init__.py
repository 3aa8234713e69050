"""Assessments of records: questions of a framework answered, what they came to, and what was made of it."""
