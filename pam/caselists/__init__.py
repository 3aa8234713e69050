"""What one room refers to lists that another room keeps: neither knows the other (docs/caselists.md)."""
