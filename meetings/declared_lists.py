"""The lists that this room's people choose from."""

from pam.reference.list_declarations import ReferenceList, declare_lists

declare_lists(
    ReferenceList(
        "meetings.decision-model",
        "Headings of the decision model",
        "What a decision can be reasoned under: the National Decision Model, or a force’s own.",
    ),
    ReferenceList("meetings.outcome", "Outcomes of agenda items", "What a meeting did with an item."),
)
