"""The lists that disruptions are counted by."""

LEVELS = "ocg.disruption-level"
OUTPUTS = "ocg.disruption-output"
DRUGS = "ocg.drug"
DRUG_OUTPUT = "drugs"  # the kind of output that also says which drug; it is protected in the list
ASSESSOR = "assessor"  # the role
ELSEWHERE = "ocg.assessors_elsewhere"  # the setting
