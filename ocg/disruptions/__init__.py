"""Disruptions of groups: what was done to one, at which level, and which outputs it had."""
