"""What may be read of a group's re-entry pack: each section as it is now, and when it was last typed as
what.
"""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from ocg.models import Ocg, Typing
from ocg.reentry.lines import SECTIONS
from ocg.reentry.lists import SECTIONS as LISTING
from pam.access import visibility
from pam.access.visibility import Reader
from pam.records.models import Record
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import terms


@dataclass(frozen=True)
class PackSection:
    """One section: its value in the list, its lines [(label, text, whether it changed since it was typed)],
    how it was typed the last time (None: never), and how many lines that were typed are no longer there.
    """

    term: ReferenceValue
    lines: list[tuple[str, str, bool]]
    typed: Typing | None
    gone: int

    @property
    def changed(self) -> bool:
        """Whether anything is not as it was typed."""
        return self.typed is not None and (self.gone > 0 or any(changed for _, _, changed in self.lines))

    @property
    def code(self) -> str:
        """The code of the section."""
        return self.term.code


def hashes(lines: list[tuple[str, str]]) -> dict[str, str]:
    """{label: hash of its text} of the lines that say something; a label twice is told apart by its place."""
    found: dict[str, str] = {}
    for place, (label, text) in enumerate(lines):
        if text:
            key = label if label not in found else f"{label} {place}"
            found[key] = hashlib.sha256(text.encode()).hexdigest()[:32]
    return found


def offered_sections() -> list[ReferenceValue]:
    """The sections in their order, as far as pam knows how to fill them."""
    return [term for term in terms(LISTING) if not term.retired and term.code in SECTIONS]


def pack_of(reader: Reader, ocg: Ocg) -> list[PackSection]:
    """The pack of a group, as `reader` sees it. A constant number of queries."""
    last: dict[int, Typing] = {}
    for row in typings_of(reader, ocg):
        last.setdefault(row.section_id, row)
    return [_section(reader, ocg, term, last.get(term.pk)) for term in offered_sections()]


def _section(reader, ocg, term, typed):
    lines = [(label, text) for label, text in SECTIONS[term.code](reader, ocg) if text]
    now = hashes(lines)
    before = typed.lines if typed else {}
    keys = list(now)
    shown = [
        (label, text, typed is not None and before.get(keys[place]) != now[keys[place]])
        for place, (label, text) in enumerate(lines)
    ]
    return PackSection(term, shown, typed, len(set(before) - set(now)))


def typings_of(reader: Reader, ocg: Record):
    """What was typed of a group, the latest first."""
    rows = visibility.visible_to(reader, Typing).filter(record_id=ocg.pk)
    return rows.select_related("author__user", "author_agency").order_by("-pk")


def section_or_404(code: str) -> ReferenceValue:
    """The section with this code. Raises Http404."""
    found = next((term for term in offered_sections() if term.code == code), None)
    if found is None:
        raise Http404
    return found


def group_for_pack(reader: Reader, uuid: UUID) -> Ocg:
    """The group with what the pack names. Raises Http404."""
    related = ("lead__user", "sro__user", "coordinator__user", "agency", "stage_version")
    row = visibility.visible_to(reader, Ocg).filter(uuid=uuid).select_related(*related).first()
    if row is None:
        raise Http404
    return row
