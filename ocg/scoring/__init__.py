"""Scores of groups: methods side by side, the tier they propose, second scorers, what is due again."""
