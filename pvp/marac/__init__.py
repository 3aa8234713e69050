"""Referrals of a case to a MARAC: by which dated rule, who is told, until when files are flagged."""
