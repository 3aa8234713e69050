"""What changes while people look at it: a version of each record in Redis, and answers that ask it first."""
