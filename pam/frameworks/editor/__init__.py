"""The editor of frameworks: one item of a draft at a time, by the schema of its kind."""
