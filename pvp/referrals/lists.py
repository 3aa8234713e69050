"""The lists that referrals take their terms from, by code."""

STRANDS = "pvp.strand"
ENDS = "pvp.referral_end"
CLOCKS = {"red": "referral-red", "amber": "referral-amber", "green": "referral-green"}  # frameworks
ARRIVED, DECIDED = "referral.received", "referral.decided"  # events that clocks count from
LINE = "referral"  # the kind of its line in a chronology
FIRST_LOOK = "pvp.first_look_minutes"
KEEP_DAYS = "pvp.referral_keep_days"
