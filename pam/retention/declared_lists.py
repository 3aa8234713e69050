"""The lists that this room's people choose from."""

from pam.reference.list_declarations import ReferenceList, declare_lists

declare_lists(
    ReferenceList("retention.keep", "Reasons to keep a record", "Why a retention review keeps it."),
    ReferenceList("retention.hold", "Grounds of a legal hold", "Why a record must not be disposed of."),
    ReferenceList("retention.dispose", "Grounds of disposal", "Why a record can go."),
)
