"""How pam looks."""
