"""The areas that any kind of record can be about."""

from pam.reference.list_declarations import ReferenceList, declare_lists

AREAS = "records.area"

declare_lists(
    ReferenceList(
        AREAS,
        "Areas",
        "Policing areas, council areas and prisons. Add your own below the kind of place that each is.",
        own=True,
    )
)
