"""Asking the region for help (docs/region.md)."""
