"""The roles and settings of scoring."""

SCORER = "scorer"  # scores groups, and scores blind what another scored
MODERATOR = "score_moderator"  # decides where two scores are far apart
METHODS = "ocg.methods"
EVERY = "ocg.second_every"
AT_TIER = "ocg.second_at_tier"
BANDS = "ocg.second_bands"
POINTS = "ocg.second_points"
CADENCE = ("ocg.rescore_first", "ocg.rescore_second", "ocg.rescore_others")  # by place in the list of tiers
LONGEST = "ocg.score_days"
AHEAD = "ocg.rescore_ahead"
TIERS = "ocg.tier"
