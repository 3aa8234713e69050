"""The lists that this room's people choose from."""

from pam.reference.list_declarations import ReferenceList, declare_lists
from places.lists import AREA_KINDS, AREAS, BOARD_ROLES, INDICATORS, QUESTIONS

declare_lists(
    ReferenceList(
        AREAS, "Areas", "Wards, districts or partnership areas that a place or a profile is in.", own=True
    ),
    ReferenceList(AREA_KINDS, "Kinds of area", "What kind of area a place is.", own=True),
    ReferenceList(
        INDICATORS,
        "Indicators of a place",
        "What is counted in a place over time. A score of 1 says that more is better; else less is.",
        own=True,
    ),
    ReferenceList(
        QUESTIONS,
        "Questions of community surveys",
        "What people are asked. A score of 1 says that a higher per cent is better; else a lower one is.",
        own=True,
    ),
    ReferenceList(BOARD_ROLES, "Roles on a board", "What a person does on the board of a place.", own=True),
)
