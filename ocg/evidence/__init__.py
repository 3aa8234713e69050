"""What inspectors ask of groups, as at any day (pam/evidence)."""
