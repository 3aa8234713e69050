"""The lists that the library is narrowed by."""

from pam.frameworks.named import COMMUNITIES, CRIME_TYPES
from pam.reference.list_declarations import ReferenceList, declare_lists

declare_lists(
    ReferenceList(CRIME_TYPES, "Types of crime", "What the library finds methods by.", own=True),
    ReferenceList(COMMUNITIES, "Communities", "People and places that a method is about.", own=True),
)
