"""What a person proposes to give: one value from the form to the row."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pam.access.models import LawfulBasis, Team
from pam.disclosure.selectors.grounds import Ground
from pam.reference.models import ReferenceValue


@dataclass(frozen=True)
class TransferProposal:
    """Which team would take a record over, why, and from which day; `attention` names a person of it, if one
    is meant.

    The rest is for another agency: `sections` (codes) and `apart` (`Item.value`) are what goes, `say_who`
    whether the proposal says who it is about; it rests on `ground`, or, without an agreement, on a `basis`
    with a `justification`. `ask` are the agencies (uuids) that are asked to send what they wrote themselves.
    """

    team: Team
    reason: ReferenceValue
    words: str
    on: date
    attention: str = ""
    sections: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    say_who: bool = False
    ground: Ground | None = None
    basis: LawfulBasis | None = None
    justification: str = ""
    ask: tuple[UUID, ...] = ()
