"""Reads of closing checklists, each beginning at the gate."""

from collections.abc import Mapping
from typing import Any

from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.access.visibility import Reader
from pam.frameworks.models import FrameworkVersion
from pam.frameworks.selectors import in_force
from pam.frameworks.small_kinds import open_items
from pam.records.models import Record
from pvp.models import CaseFile, Closing

EVERY_STRAND = "pvp-closure"  # the checklist of a case whose strand has none of its own
STRAND = "case-strand"


def versions_for(reader: Reader, record: Record) -> tuple[FrameworkVersion | None, FrameworkVersion | None]:
    """(checklist, strand) in force by which the case is closed: "pvp-closure-CODE" for its strand, else that
    of every strand; and the strand, whose own items come after. Each None where the agency has retired it.
    """
    cases = visibility.visible_to(reader, CaseFile).filter(pk=record.pk)
    strand = cases.values_list("strand__code", flat=True).first()
    wanted = (f"{EVERY_STRAND}-{strand}", EVERY_STRAND)
    found = {row.code: row for row in in_force(reader, "checklist", "pvp").filter(code__in=wanted)}
    checklist = next((found[code] for code in wanted if code in found), None)
    return checklist, in_force(reader, STRAND, for_kind="pvp").filter(body__strand=strand).first()


def items_of(checklist: FrameworkVersion | None, strand: FrameworkVersion | None) -> list[Mapping[str, Any]]:
    """What must be there before a case is closed: the items of the checklist, then those of the strand. One
    of the strand takes the place of one of the checklist with the same code.
    """
    own = {item["code"]: item for item in strand.body.get("closure", ())} if strand else {}
    common = checklist.body.get("items", ()) if checklist else ()
    return [*(item for item in common if item["code"] not in own), *own.values()]


def closing_of(reader: Reader, record: Record) -> Closing | None:
    """The checklist that the case is being closed by: the newest since it was opened last."""
    return _closing.first(reader, record.pk)


@RowsOf
def _closing(reader, number, today):
    rows = visibility.visible_to(reader, Closing).filter(record_id=number)
    return rows.select_related("framework_version", "strand_version", "author__user")[:1]


def asked_of(reader: Reader, record: Record, row: Closing | None) -> list[Mapping[str, Any]]:
    """The items of the checklist `row`, as it was begun; of one that is not begun those in force."""
    if row is not None:
        return items_of(row.framework_version, row.strand_version)
    return items_of(*versions_for(reader, record))


def is_met(reader: Reader, record: Record) -> bool:
    """Whether nothing is missing before the case can be closed."""
    row = closing_of(reader, record)
    if row is None or not row.told:
        return False
    return not open_items({"items": asked_of(reader, record, row)}, row.answers)


def said_missing(reader: Reader, record: Record) -> list[str]:
    """The same as the move to close says it: in one line where the checklist is not begun."""
    if closing_of(reader, record) is None:
        return ["The closing checklist is not begun"]
    return still_open(reader, record)


def still_open(reader: Reader, record: Record) -> list[str]:
    """What is still missing before the case can be closed, in words; [] for nothing. Where no checklist is in
    force only whether the person was told is asked.
    """
    row = closing_of(reader, record)
    items = asked_of(reader, record, row)
    codes = set(open_items({"items": items}, row.answers if row else {}))
    missing = [item["label"] for item in items if item["code"] in codes]
    if row is None or not row.told:
        missing.append("Whether the person was told that the case closes, and how or why not")
    return missing
