"""The lists that this room's people choose from."""

from pam.reference.list_declarations import ReferenceList, declare_lists

declare_lists(
    ReferenceList("agreement.data", "Categories of personal data", "What an agreement covers."),
    ReferenceList(
        "disclosure.purpose", "Purposes of sharing", "Why a record is shared, in the words of the log."
    ),
)
