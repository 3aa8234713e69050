"""The areas that any kind of record can be about, and the tags that documents are offered."""

from pam.reference.list_declarations import ReferenceList, declare_lists

AREAS = "records.area"
TAGS = "records.document-tag"

declare_lists(
    ReferenceList(
        AREAS,
        "Areas",
        "Policing areas, council areas and prisons. Add your own below the kind of place that each is.",
        own=True,
    ),
    ReferenceList(
        TAGS,
        "Tags of documents",
        "Offered beside those that the documents of a record have already. Others can be typed.",
        own=True,
    ),
)
