"""The order of what the search finds: the tiers that `pam_search_tier` gives, and the one after them."""

ALIKE = 40  # names that look or sound like what was typed, after all that fit it
