"""One person who harms, over all cases that the reader may open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pam.access import visibility
from pam.access.visibility import Reader
from pam.records.models import Record, Subject
from pam.subjects.selectors.person import rows_of_identity
from pvp.models import CaseFile

HARMS = (Subject.Category.SUSPECT, Subject.Category.CONVICTED)
MOST_PEOPLE = 20  # suspects of one case


@dataclass(frozen=True)
class InCase:
    """One row of a person who is a suspect or convicted in a case."""

    case: CaseFile
    row: Subject


def cases_of(reader: Reader, rows: Sequence[Subject]) -> list[InCase]:
    """The cases in which one of `rows` (through the gate) is a suspect or convicted, the highest risk first;
    each case once. One query.
    """
    harming = {row.record_id: row for row in reversed(rows) if row.category in HARMS}
    cases = visibility.visible_to(reader, CaseFile).filter(pk__in=harming)
    cases = cases.select_related("strand", "grade", "agency", "lead__user", "stage_version")
    return [InCase(case, harming[case.pk]) for case in cases.order_by("priority", "-updated", "pk")]


def suspects_of(reader: Reader, record: Record) -> list[tuple[Subject, list[InCase]]]:
    """[(person, [the cases they are in])] of the suspects and convicted people of `record`, this case among
    them. A constant number of queries.
    """
    rows = visibility.visible_to(reader, Subject).filter(
        record_id=record.pk, category__in=HARMS, merged_into=None
    )
    rows = list(rows.order_by("name__folded", "name", "pk")[:MOST_PEOPLE])
    others = rows_of_identity(reader, rows[0], rows[1:]) if rows else []
    cases = {one.case.pk: one.case for one in cases_of(reader, [*rows, *others])}
    found = []
    for row in rows:
        same = [other for other in others if row.identity_id and other.identity_id == row.identity_id]
        harming = {one.record_id: one for one in [*reversed(same), row] if one.category in HARMS}
        found.append((row, [InCase(case, harming[pk]) for pk, case in cases.items() if pk in harming]))
    return found


def numbers_of(found: Collection[InCase]) -> list[int]:
    """The numbers of their cases."""
    return sorted({one.case.pk for one in found})
