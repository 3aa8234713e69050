"""The list and the setting that trained leads are told by."""

TRAINING = "ocg.lro-training"
VALID_YEARS = "ocg.training_years"
OFFERED, ANSWERED = "lead_offered", "lead_answered"  # events
