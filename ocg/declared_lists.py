"""The lists that this room's people choose from."""

from ocg.disruptions.lists import DRUGS, LEVELS, OUTPUTS
from pam.reference.list_declarations import ReferenceList, declare_lists

declare_lists(
    ReferenceList("ocg.tier", "OCG tiers", "At which level a group is managed.", own=True),
    ReferenceList("score.band", "Score bands", "From which score on threat, risk or harm counts as what."),
    ReferenceList(LEVELS, "Levels of a disruption", "How much a disruption took from a group."),
    ReferenceList(
        OUTPUTS,
        "Outputs of a disruption",
        "What is counted of a disruption, each with its unit. A score of 0 takes whole numbers alone.",
        own=True,
    ),
    ReferenceList(DRUGS, "Drugs", "The drugs that outputs of a disruption are counted by.", own=True),
)
