"""The names by which the code finds what frameworks say about risk."""

RAISED, SEEN = "risk.high", "risk.high-seen"  # events in frameworks: a clock runs from the one to the other
CLOCK = "high-risk-seen"  # the clock that says by when
SUPERVISOR = "supervisor"  # the role that looks at it
