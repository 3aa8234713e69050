"""The lists that people choose from, as their pages name them.

An agency adds values of its own to a list of `own`: what its forms offer is narrowed to those of every agency
and its own. The others are read by code in several agencies at once, so their values are the same for all.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReferenceList:
    """A list: its `key` on the values, what people call it, and whether an agency may add its own values."""

    key: str
    label: str
    meaning: str
    own: bool = False


LISTS = (
    ReferenceList("ocg.stage", "OCG stages", "How far the work on a group has come.", own=True),
    ReferenceList("ocg.tier", "OCG tiers", "At which level a group is managed.", own=True),
    ReferenceList("pvp.strand", "PVP strands", "What kind of harm a case is about.", own=True),
    ReferenceList("pvp.grade", "PVP risk grades", "How serious the risk to the person is.", own=True),
    ReferenceList("score.band", "Score bands", "From which score on threat, risk or harm counts as what."),
    ReferenceList(
        "disclosure.purpose", "Purposes of sharing", "Why a record is shared, in the words of the log."
    ),
    ReferenceList("agreement.data", "Categories of personal data", "What an agreement covers."),
    ReferenceList("retention.keep", "Reasons to keep a record", "Why a retention review keeps it."),
    ReferenceList("retention.hold", "Grounds of a legal hold", "Why a record must not be disposed of."),
    ReferenceList("retention.dispose", "Grounds of disposal", "Why a record can go."),
)
BY_KEY = {one.key: one for one in LISTS}
