"""Who is responsible for a group: its lead is asked, accepts or declines; the training of leads."""
