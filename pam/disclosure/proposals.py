"""What a person proposes to share: one value from the form to the grant."""

from dataclasses import dataclass
from datetime import datetime

from pam.access.levels import Level
from pam.access.models import Agreement, Grant, LawfulBasis, Principal


@dataclass(frozen=True)
class ShareProposal:
    """Who would be given what of a record, on which ground, until when.

    `principal` is the receiver, `until` an aware datetime or None for no end of its own. Another agency needs
    a lawful `basis` and an `agreement`, or a `justification` for a share without one. `conditions` are codes
    of handling conditions, `condition_text` one in the giver's own words. `kinds` are the codes of the kinds
    of part that it reaches, None for all of them. `purpose` is a code of the list `disclosure.purpose`.
    """

    principal: Principal
    level: Level
    reason: str
    until: datetime | None
    basis: LawfulBasis | None = None
    agreement: Agreement | None = None
    justification: str = ""
    conditions: tuple[str, ...] = ()
    condition_text: str = ""
    kinds: tuple[str, ...] | None = None
    source: str = Grant.Source.SHARE
    purpose: str = ""

    def leaves(self, record):
        """Whether it would let another agency than the record's own in."""
        return self.principal.agency_id != record.agency_id
