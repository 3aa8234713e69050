"""What a person proposes to give, before it is given."""

from dataclasses import dataclass
from datetime import date

from pam.access.models import Membership, Principal


@dataclass(frozen=True)
class SanitisedProposal:
    """An action to give to `receiver`, who may not know about the record that it comes from.

    They read `title`, `details`, `due`, `contact` and `warnings` (labels, with commas between).
    On the record stay `owner`, who follows it up,
    `note`, `strand` (if the kind of record has strands), and the numbers of the `agencies` that may see it
    there (None: all who see the record).
    """

    receiver: Principal
    title: str
    details: str
    due: date
    contact: str
    owner: Membership
    strand: str = ""
    note: str = ""
    warnings: str = ""
    agencies: list[int] | None = None
