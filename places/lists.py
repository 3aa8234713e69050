"""The lists of this room, by name."""

AREAS, AREA_KINDS = "places.area", "places.area-kind"
INDICATORS, QUESTIONS = "places.indicator", "places.question"
BOARD_ROLES = "places.board-role"
FRESH = "places.profile_months"  # the setting: how long a local profile counts as fresh
MORE_IS_BETTER = 1  # the score of an indicator or a question of which more is better
