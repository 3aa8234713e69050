"""Codes of what disagreements take from lists and frameworks."""

STAGES = "disagreements.stage"
CLOCK = "escalation-"  # the clock framework of a stage is called this and the stage's code
AT, LEFT = "escalation.at-", "escalation.left-"  # what such a clock counts from, and to
ESCALATION, REFUSAL = "escalation", "not_shared"  # kinds of their lines in a chronology
