"""Risk of a case over time: what each tool came to, and that a high one is seen by a supervisor."""
