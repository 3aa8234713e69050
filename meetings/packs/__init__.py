"""Packs: what is read before a meeting, one file for each set of people who may see the same."""
