"""The job: checks the rows of an import, adds them, takes them back; as the person who asked for it, with the
rights that they have at that moment. Two workers at once, killed and started again, do it once.

Rows are checked in steps of `CHUNK`, each its own transaction, and added in one transaction: all or none.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.reader import reader_of_membership
from pam.access.validation import save_valid
from pam.audit.services import Verb, log
from pam.db.reading import working
from pam.imports import selectors
from pam.imports.cells import value_of
from pam.imports.files import opened
from pam.imports.models import Import, ImportMade, ImportRow
from pam.imports.queue import note_progress
from pam.imports.reading import rows_of
from pam.imports.services import forget_content
from pam.imports.targets import Line, Target, target_of
from pam.records.filetypes import FileRefused
from pam.reference.selectors.settings import setting

logger = logging.getLogger(__name__)
CHUNK = 500
State, Fate = Import.State, ImportRow.Fate
FAULT = (
    "pam could not finish this, and nothing was added. Try again; if it happens again, tell the "
    "people who run pam"
)


class NotTaken(Exception):
    """Why nothing was added, in a sentence that names the row."""


def waiting() -> list[tuple[int, int]]:
    """[(number, membership)] of the imports that wait for the job, the oldest first."""
    with working("imports"):
        rows = Import.objects.filter(
            state__in=Import.WORKING, state_at__gte=timezone.now() - timedelta(days=1)
        )
        return list(rows.order_by("state_at").values_list("pk", "membership_id")[:20])


def go_on(number: int, person: int) -> bool:
    """Takes one import a step further; returns whether it did. Does nothing while another worker is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('pam.imports'), %s)", [number % 2**31])
        if not cursor.fetchone()[0]:
            return False
    try:
        return _go_on(number, person)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('pam.imports'), %s)", [number % 2**31])


def _go_on(number, person):
    reader = reader_of_membership(person)
    if reader is None:  # no longer in force: as them nothing is done
        return False
    with visibility.reading(reader):
        importing = Import.objects.filter(pk=number, state__in=Import.WORKING).first()
    if importing is None:
        return False
    steps = {State.CHECKING: (_check, State.MAPPING), State.RUNNING: (_run, State.CHECKED)}
    step, back = steps.get(State(importing.state), (_undo, State.DONE))
    try:
        step(reader, importing)
    except (NotTaken, FileRefused) as why:
        _say(reader, importing, back, str(why))
    except PermissionDenied:
        _say(reader, importing, back, "You can no longer do this, so nothing was changed")
    except Exception:
        logger.exception("Import %s failed", importing.uuid)
        _say(reader, importing, back, FAULT)
    return True


def _say(reader, importing, state, problem):
    """Puts an import back with what went wrong."""
    with visibility.reading(reader):
        rows = Import.objects.filter(pk=importing.pk, state=importing.state)
        rows.update(state=state, problem=problem[:500], state_at=timezone.now(), done_rows=0)


def _chunks(found):
    """Lists of `CHUNK` of what `found` gives, one after another."""
    one_by_one = iter(found)
    while chunk := list(islice(one_by_one, CHUNK)):
        yield chunk


# --- Checking ---


def _check(reader, importing):
    if not selectors.may_import(reader):
        raise PermissionDenied
    target = target_of(importing.target)
    with importing.file.open("rb") as file:
        content = opened(file)
    with visibility.reading(reader):
        ImportRow.objects.filter(importing=importing).delete()
    ending = importing.name.rsplit(".", 1)[-1].lower()
    found = rows_of(ending, content, importing.sheet, importing.heading)
    seen: dict[tuple, int] = {}
    done = 0
    for chunk in _chunks(found):
        with visibility.reading(reader):
            lines = [(number, _cells(importing, cells)) for number, cells in chunk]
            rows = _checked(reader, importing, target, lines, seen)
            ImportRow.objects.bulk_create(rows, batch_size=CHUNK)
            done += len(rows)
            still = Import.objects.filter(pk=importing.pk, state=State.CHECKING)
            if not still.update(done_rows=done, all_rows=max(done, importing.all_rows)):
                return  # given up meanwhile
    with visibility.reading(reader):
        counts = selectors.counts_of(importing)
        Import.objects.filter(pk=importing.pk, state=State.CHECKING).update(
            state=State.CHECKED, counts=counts, all_rows=done, done_rows=done, state_at=timezone.now()
        )


def _cells(importing, cells):
    """{field: text} of the mapped columns of a row."""
    return {code: cells[at] if at < len(cells) else "" for code, at in importing.columns.items()}


def _checked(reader, importing, target: Target, given, seen):
    """The rows as they are kept, with their fate. `seen` is {what a row says: its number}."""
    fields = target.fields(reader)
    lines = [_line(fields, number, values) for number, values in given]
    # One with a bad cell is looked at too, so that all that is wrong is said at once: it counts as empty.
    needed = {field.code for field in fields if field.required}
    whole = [line for line in lines if not needed & {code for code, _ in line.problems}]
    target.check(reader, importing.options, whole)
    rows = []
    for line, (number, values) in zip(lines, given, strict=True):
        before = seen.setdefault(tuple(sorted((k, v.casefold()) for k, v in values.items())), number)
        if before != number:
            line.alike("row", before, "Every cell is the same")
        fate = Fate.REFUSED if line.problems else Fate.DUPLICATE if line.same else Fate.NEW
        choice = target.choices[0] if fate == Fate.DUPLICATE else ""
        rows.append(
            ImportRow(
                importing=importing,
                number=number,
                values=values,
                fate=fate,
                problems=line.problems[:20],
                same=line.same[:5],
                choice=choice,
            )
        )
    return rows


def _line(fields, number, values, choice=""):
    """A `Line` with its cells read as its fields ask; what is wrong with them is among its problems."""
    line = Line(number, {}, choice)
    for field in fields:
        try:
            line.values[field.code] = value_of(field, values.get(field.code, ""))
        except ValueError as error:
            line.values[field.code] = None
            line.refuse(field.code, str(error))
    return line


# --- Adding ---


@contextmanager
def of_line(line: Line) -> Iterator[None]:
    """A block about one line: what is refused in it says so with the row's number."""
    try:
        yield
    except Refused as refusal:
        raise NotTaken(f"Row {line.number}: {refusal.message}") from refusal
    except (Http404, PermissionDenied) as error:
        raise NotTaken(f"Row {line.number}: you cannot add to that record") from error


def _run(reader, importing):
    if not selectors.may_import(reader):
        raise PermissionDenied
    target = target_of(importing.target)
    with visibility.reading(reader):
        current = Import.objects.select_for_update().filter(pk=importing.pk, state=State.RUNNING).first()
        if current is None:
            return
        rows = ImportRow.objects.filter(importing=current).exclude(fate=Fate.REFUSED).order_by("number")
        coming = [row for row in rows if row.comes_in]
        fields = target.fields(reader)
        lines = [_line(fields, row.number, row.values, row.choice) for row in coming]
        for chunk in _chunks(lines):
            target.check(reader, current.options, chunk)
        _require_as_checked(coming, lines)
        count = 0

        def step(more):
            nonlocal count
            count += more
            note_progress(current.pk, count)

        target.write(reader, current.options, lines, step)
        _keep(reader, current, {line.number: line for line in lines})


def _require_as_checked(rows, lines):
    """Raises NotTaken for a line that is not what it was when the person saw it."""
    for row, line in zip(rows, lines, strict=True):
        if line.problems:
            raise NotTaken(f"Row {line.number}: {line.problems[0][1]}. Nothing was added")
        known = {(model, number) for model, number, _ in row.same}
        if any((model, number) not in known for model, number, _ in line.same):
            raise NotTaken(
                f"Row {line.number} may be the same as something that was added since. Check the file again"
            )


def _keep(reader, importing, lines):
    """Notes what was made of each row, and forgets what the file said."""
    by_model: dict[str, list[tuple[int, int, int]]] = {}
    for line in lines.values():
        for model, number, record in line.made:
            by_model.setdefault(model, []).append((line.number, number, record))
    for model, found in by_model.items():
        for chunk in _chunks(found):
            numbers, made, records = zip(*chunk, strict=True)
            with connection.cursor() as cursor:
                values = [importing.uuid, model, list(numbers), list(made), list(records)]
                cursor.execute("SELECT pam_import_note(%s, %s, %s, %s, %s)", values)
    ImportRow.objects.filter(importing=importing).update(values={}, same=[], problems=[])
    forget_content(importing)
    records = {record for found in by_model.values() for _, _, record in found}
    importing.state, importing.done_at = State.DONE, timezone.now()
    importing.state_at, importing.done_rows = importing.done_at, importing.all_rows
    added = {"records": len(records), "added": sum(bool(line.made) for line in lines.values())}
    importing.counts = importing.counts | selectors.counts_of(importing) | added
    save_valid(importing)
    detail = f"{target_of(importing.target).label}: {added['added']} rows of {importing.name}"
    log(reader, Verb.COLLECTION, "import", sorted(records), detail=detail[:200])


# --- Undoing ---


def _undo(reader, importing):
    with visibility.reading(reader):
        made = ImportMade.objects.filter(importing=importing)
        records = sorted(set(made.values_list("record", flat=True)))
        with connection.cursor() as cursor:
            cursor.execute("SELECT pam_undo_import(%s)", [importing.uuid])
            changed = cursor.fetchone()[0]
        if changed is None:
            raise PermissionDenied
        now = timezone.now()
        if changed:
            ImportRow.objects.filter(importing=importing, number__in=changed).update(changed_since=True)
            Import.objects.filter(pk=importing.pk).update(
                state=State.DONE,
                state_at=now,
                problem="Something of this import was changed since, so nothing was removed. See "
                "the rows below",
            )
            return
        Import.objects.filter(pk=importing.pk).update(state=State.UNDONE, state_at=now)
        log(reader, Verb.ERASURE, "undo import", records, detail=importing.name)


def forget(now: datetime | None = None) -> int:
    """Gives up the imports that were begun long ago and not finished; returns how many. Run as the jobs'
    role.
    """
    now, count = now or timezone.now(), 0
    for importing in Import.objects.exclude(state__in=Import.OVER):
        if importing.state_at > now - timedelta(days=setting(selectors.DAYS, importing.agency_id)):
            continue
        with transaction.atomic():
            row = Import.objects.select_for_update(skip_locked=True).filter(pk=importing.pk).first()
            if row is not None and row.state not in Import.OVER:
                ImportRow.objects.filter(importing=row).delete()
                forget_content(row)
                row.state, row.state_at = State.GIVEN_UP, now
                save_valid(row)
                count += 1
    return count


def made(model: str, row: Any, record: int) -> tuple[str, int, int]:
    """What a target notes in `Line.made`: the model, the row's number, its record's number."""
    return model, row.pk, record
