"""Clocks of records."""
