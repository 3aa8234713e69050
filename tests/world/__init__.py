"""The small invented world that the tests live in, and the people who look at it."""
