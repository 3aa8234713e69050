"""The lists and settings that plans use."""

RISKS = "ocg.plan-risk"
ASKS = "ocg.plan-ask"
# Months between reviews, by the place of the tier in its list; the last one counts for all further tiers.
REVIEW_MONTHS = ("ocg.review_months_first", "ocg.review_months_second", "ocg.review_months_others")
