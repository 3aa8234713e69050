"""The lists that this room's people choose from."""

from pam.reference.list_declarations import ReferenceList, declare_lists

IDENTIFIERS = "subjects.identifier"
WARNINGS = "subjects.warning"
ORDERS = "subjects.order"
RELATIONS = "subjects.relation"

declare_lists(
    ReferenceList(
        IDENTIFIERS, "Kinds of reference number", "What a number of a person or a thing is.", own=True
    ),
    ReferenceList(
        ORDERS,
        "Kinds of order",
        "What courts and police can order, where, and since when.",
        own=True,
    ),
    ReferenceList(
        RELATIONS, "Relations between people", "What one is to another: parent of, afraid of.", own=True
    ),
    ReferenceList(WARNINGS, "Warnings", "What to know before seeing them or going there.", own=True),
)
