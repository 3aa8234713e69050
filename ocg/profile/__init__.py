"""Profiles of groups: one document per audience, in the order that a Senior Responsible Officer reads in."""
