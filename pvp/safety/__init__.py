"""What keeps a person safe: items with owners, the version they agreed to, a copy for them."""
