"""Reads of closing checklists, each beginning at the gate."""

from pam.access import visibility
from pam.access.visibility import Reader
from pam.frameworks.models import FrameworkVersion
from pam.frameworks.selectors import in_force
from pam.frameworks.small_kinds import open_items
from pam.records.models import Record
from pvp.models import CaseFile, Closing

EVERY_STRAND = "pvp-closure"  # the checklist of a case whose strand has none of its own


def checklist_for(reader: Reader, record: Record) -> FrameworkVersion | None:
    """The checklist in force by which the case is closed: "pvp-closure-CODE" for its strand, else that of
    every strand; None where the agency has retired both.
    """
    cases = visibility.visible_to(reader, CaseFile).filter(pk=record.pk)
    strand = cases.values_list("strand__code", flat=True).first()
    wanted = (f"{EVERY_STRAND}-{strand}", EVERY_STRAND)
    found = {row.code: row for row in in_force(reader, "checklist", "pvp").filter(code__in=wanted)}
    return next((found[code] for code in wanted if code in found), None)


def closing_of(reader: Reader, record: Record) -> Closing | None:
    """The checklist that the case is being closed by: the newest since it was opened last."""
    rows = visibility.visible_to(reader, Closing).filter(record_id=record.pk)
    return rows.select_related("framework_version", "author__user").first()


def said_missing(reader: Reader, record: Record) -> list[str]:
    """The same as the move to close says it: in one line where the checklist is not begun."""
    if closing_of(reader, record) is None:
        return ["The closing checklist is not begun"]
    return still_open(reader, record)


def still_open(reader: Reader, record: Record) -> list[str]:
    """What is still missing before the case can be closed, in words; [] for nothing. Where no checklist is in
    force only whether the person was told is asked.
    """
    row, version = closing_of(reader, record), checklist_for(reader, record)
    if row is not None:
        version = row.framework_version
    missing = []
    if version is not None:
        codes = set(open_items(version.body, row.answers if row else {}))
        missing = [item["label"] for item in version.body["items"] if item["code"] in codes]
    if row is None or not row.told:
        missing.append("Whether the person was told that the case closes, and how or why not")
    return missing
