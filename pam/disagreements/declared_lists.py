"""The list that this room's people choose from."""

from pam.disagreements.lists import STAGES
from pam.reference.list_declarations import ReferenceList, declare_lists

declare_lists(
    ReferenceList(
        STAGES,
        "Escalation between agencies: stages",
        "Who answers, in this order. How long each has is the clock escalation-CODE under Frameworks.",
        own=True,
    ),
)
