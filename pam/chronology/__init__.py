"""What happened to people and which agency says so: one chronology of several agencies and records."""
