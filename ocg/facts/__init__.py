"""What is known of a group, as values that can be counted: kind, types of crime, places, who is harmed."""
