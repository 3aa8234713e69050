"""The lists that this room's people choose from."""

from pam.reference.list_declarations import ReferenceList, declare_lists

declare_lists(
    ReferenceList("ocg.tier", "OCG tiers", "At which level a group is managed.", own=True),
    ReferenceList("score.band", "Score bands", "From which score on threat, risk or harm counts as what."),
)
