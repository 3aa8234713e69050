"""Places where an approach such as Clear, Hold, Build runs, and local profiles of an area."""
