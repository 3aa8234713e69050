"""What each agency knows of a case on a list: its own paper, until it releases a line to the meeting."""
