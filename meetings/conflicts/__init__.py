"""Conflicts of interest: what a person declares about an item, and what the chair decides."""
