"""What the meetings of a kind or series came to: actions, decisions, attendance, hours."""
