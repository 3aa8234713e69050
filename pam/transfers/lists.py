"""Codes of what transfers take from lists, and of their lines."""

REASONS = "transfers.reason"
LINE = "transfer"  # the kind of their lines in a chronology
