"""Inspection evidence: figures of practice as at any day, each with the list behind it (docs/evidence.md)."""
