"""The lists that offers are found by."""

from pam.reference.list_declarations import ReferenceList, declare_lists

CRIME_TYPES, COMMUNITIES = "practice.crime_type", "practice.community"

declare_lists(
    ReferenceList(CRIME_TYPES, "Crime types of best practice", "What kind of crime an offer is useful for."),
    ReferenceList(COMMUNITIES, "Communities of best practice", "Who is harmed or helped where it is used."),
)
