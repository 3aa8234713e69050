"""Two records that prove to be one (docs/merging.md)."""
