"""Stages of records: where each is on the stage map of its kind, and its moves from one to the next."""
