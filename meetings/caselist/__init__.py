"""Lists of cases that a meeting hears (MARAC, panels): who each is about and why."""
