"""What may be read of imports: each person's own alone; what a row may be the same as goes through the
gate.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.apps import apps
from django.db.models import Count, QuerySet
from django.http import Http404
from django.utils import timezone

from pam.access import visibility
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.imports.models import ColumnMap, Import, ImportMade, ImportRow
from pam.imports.reading import shape_of
from pam.imports.targets import Target, targets
from pam.records.models import Record
from pam.reference.selectors.settings import setting

WHO, HOURS, DAYS = "imports.supervisors_alone", "imports.undo_hours", "imports.kept_days"


def may_import(reader: Reader) -> bool:
    """Whether `reader` may begin an import: in a team of their agency; supervisors alone where the agency
    says so.
    """
    if not reader.team_ids:
        return False
    return reader.has_role("supervisor") or not setting(WHO, reader.agency_id)


def offered_targets() -> list[Target]:
    """What rows can become."""
    return targets()


def imports_of(reader: Reader) -> QuerySet[Import]:
    """The imports that `reader` began for this agency, the newest first."""
    return Import.objects.filter(membership_id=reader.membership_id).order_by("-begun_at", "-pk")


def import_of(reader: Reader, uuid: UUID) -> Import:
    """One of them. Raises Http404 for another person's and for none alike."""
    row = imports_of(reader).filter(uuid=uuid).first()
    if row is None:
        raise Http404
    return row


def rows_of_import(importing: Import, fate: str = "") -> QuerySet[ImportRow]:
    """Its rows, as a spreadsheet counts them; of one fate only, if it is given."""
    rows = ImportRow.objects.filter(importing=importing)
    if fate == "changed":
        return rows.filter(changed_since=True)
    return rows.filter(fate=fate) if fate in ImportRow.Fate.values else rows


def counts_of(importing: Import) -> dict[str, int]:
    """{fate: how many rows}, and of the duplicates {"duplicate skip": …} by choice."""
    found = dict.fromkeys(ImportRow.Fate.values, 0)
    rows = ImportRow.objects.filter(importing=importing).order_by().values("fate", "choice")
    for row in rows.annotate(n=Count("pk")):
        if row["fate"]:
            found[row["fate"]] += row["n"]
        if row["fate"] == ImportRow.Fate.DUPLICATE:
            found[f"duplicate {row['choice']}"] = row["n"]
    return found


def comes_in(counts: dict[str, int]) -> int:
    """How many rows are added, by what `counts_of` gives."""
    return counts["new"] + counts.get("duplicate new", 0) + counts.get("duplicate same", 0)


def attach_same(reader: Reader, rows: list[ImportRow]) -> None:
    """Gives each of `rows` `alike`, [(words, why, address or "")] of what it may be the same as, as far as
    `reader` still sees it; a look at each record named is logged. One query for each model, and one for the
    records.
    """
    wanted: dict[str, set[int]] = {}
    for row in rows:
        for model, number, _ in row.same:
            if model != "row":
                wanted.setdefault(model, set()).add(number)
    found = {}
    for label, numbers in wanted.items():
        for one in visibility.visible_to(reader, apps.get_model(label)).filter(pk__in=numbers):
            found[label, one.pk] = one
    records = {getattr(one, "record_id", one.pk) for one in found.values()}
    seen = {record.pk: record for record in visibility.visible_to(reader, Record).filter(pk__in=records)}
    if seen:
        log(reader, Verb.CONSULTATION, "list", sorted(seen), detail="Import")
    for row in rows:
        row.alike = [words for same in row.same if (words := _alike(same, found, seen))]  # type: ignore[attr-defined]


def _alike(same, found, records):
    model, number, why = same
    if model == "row":
        return f"Row {number} of this file", why, ""
    one = found.get((model, number))
    record = records.get(getattr(one, "record_id", number)) if one is not None else None
    if record is None:
        return None
    if one.pk == record.pk and not hasattr(one, "record_id"):
        return f"{record.reference} {record.title}", why, record.get_absolute_url()
    return f"{one}, {record.reference} {record.title}", why, record.get_absolute_url()


def records_made(reader: Reader, importing: Import) -> list[Record]:
    """Up to 25 records that an import made or added to, as `reader` sees them."""
    numbers = ImportMade.objects.filter(importing=importing).order_by().values("record").distinct()[:25]
    found = visibility.visible_to(reader, Record).filter(pk__in=[row["record"] for row in numbers])
    return list(found.order_by("title__folded", "pk"))


def remembered(reader: Reader, target: str, headings: list[str]) -> ColumnMap | None:
    """How the reader's agency understood a file with these headings, if it did."""
    maps = ColumnMap.objects.filter(agency_id=reader.agency_id, target=target)
    return maps.filter(shape=shape_of(headings)).first()


def headings_at(importing: Import, sheet: int, heading: int) -> list[str]:
    """The texts of the row of headings; [] if it is not among the first rows."""
    head = importing.sheets[sheet]["head"] if sheet < len(importing.sheets) else []
    return next((cells for number, cells in head if number == heading), [])


def undone_until(importing: Import) -> datetime | None:
    """Until when it can be undone; None if it is not done."""
    if importing.done_at is None:
        return None
    return importing.done_at + timedelta(hours=setting(HOURS, importing.agency_id))


def may_be_undone(importing: Import) -> bool:
    """Whether it is done, and not too long ago."""
    until = undone_until(importing)
    return importing.state == Import.State.DONE and until is not None and timezone.now() <= until
