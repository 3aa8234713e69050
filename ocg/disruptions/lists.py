"""The lists that disruptions are counted by."""

LEVELS = "ocg.disruption-level"
OUTPUTS = "ocg.disruption-output"
DRUGS = "ocg.drug"
ASSESSOR = "assessor"  # the role
ELSEWHERE = "ocg.assessors_elsewhere"  # the setting
