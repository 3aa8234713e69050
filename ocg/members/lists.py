"""The names by which the code finds lists, settings and events of members."""

ROLES = "ocg.member-role"
LINE = "member"  # the kind of their lines in a chronology
RELEASED = "ocg.released"  # the event in frameworks: clocks may begin with it
REQUIREMENT = "ocg.members_status"

FIRST, SECOND, LAST = "ocg.release_first", "ocg.release_second", "ocg.release_last"  # settings: days before
TOLD_ROLE = "ocg.release_role"
