"""Every write to imports that a person does, as verbs with `actor`. What then happens to the rows is a job's
(`running.py`), as that person, with the rights that they have at that moment.
"""

import uuid as uuids
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.validation import save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.imports import selectors
from pam.imports.files import sealed
from pam.imports.models import ColumnMap, Import, ImportRow
from pam.imports.queue import nudge
from pam.imports.reading import guessed_columns, guessed_heading, shape_of
from pam.imports.targets import Target, target_of
from pam.records.filetypes import digest_of

State = Import.State
MOVED_ON = "This import has moved on. Open it again to see where it is."


@transaction.atomic
def begin(*, actor: Reader, target: str, upload: UploadedFile, sheets: list[dict]) -> Import:
    """Keeps a file (already checked and read by its form) for an import of `target`. One whose headings the
    actor's agency has mapped before is mapped as then, and checked.

    Raises PermissionDenied for a person who may not import, Refused for an unknown target.
    """
    require_may(actor)
    known = _known(target)
    fields = known.fields(actor)
    largest = max(range(len(sheets)), key=lambda place: _likely(sheets[place], fields))
    importing = Import(
        membership_id=actor.membership_id,
        agency_id=actor.agency_id,
        target=target,
        name=(upload.name or "")[-200:],
        size=upload.size or 0,
        sha256=digest_of(upload),
        sheets=sheets,
        sheet=largest,
        heading=guessed_heading(sheets[largest]["head"], fields),
    )
    importing.file.save(uuids.uuid4().hex, sealed(upload), save=False)
    save_valid(importing)
    log(actor, Verb.COLLECTION, "begin import", [], detail=f"{known.label}, {importing.name}")
    headings = selectors.headings_at(importing, importing.sheet, importing.heading)
    before = selectors.remembered(actor, target, headings)
    if before is not None and not why_not_mapped(importing, importing.sheet, importing.heading):
        offered = {option.code: {value for value, _ in option.choices} for option in known.options(actor)}
        if all(before.options.get(code) in values for code, values in offered.items()):
            importing.remembered = True
            _to_check(importing, before.columns, before.options)
    return importing


def _likely(sheet, fields):
    """How likely a sheet is the one that is meant: by the fields that its rows name, then by its size."""
    named = [len(guessed_columns(cells, fields)) for _, cells in sheet["head"][:10]]
    return max(named, default=0), sheet["rows"]


def require_may(actor: Reader) -> None:
    """Raises PermissionDenied for a person who may not import."""
    if not selectors.may_import(actor):
        raise PermissionDenied


def _known(target: str) -> Target:
    try:
        return target_of(target)
    except KeyError:
        raise Refused("Select what the rows are.", code="invalid_choice", field="target") from None


def why_not_mapped(importing: Import, sheet: int, heading: int) -> str:
    """Why a sheet cannot be taken with its headings in that row, in a sentence; "" if it can."""
    if not 0 <= sheet < len(importing.sheets):
        return "Select one of the sheets"
    told = importing.sheets[sheet]
    name = f"The sheet “{told['name']}”" if told["name"] else "The file"
    if told["formula"]:
        return (
            f"{name} has formulas, the first in {told['formula']}. Copy the sheet, paste it as "
            f"values, save it and "
            "select that file"
        )
    merged = next((words for _, last, words in told["merged"] if last >= heading), "")
    if merged:
        return (
            f"{name} has merged cells ({merged}), of which pam cannot tell to which row they "
            f"belong. Unmerge them"
        )
    headings = selectors.headings_at(importing, sheet, heading)
    if not headings:
        return "Enter the number of the row that has the headings"
    if told["head"][-1][0] <= heading:
        return f"{name} has no row below the headings"
    return ""


@transaction.atomic
def map_columns(
    *,
    actor: Reader,
    importing: Import,
    sheet: int,
    heading: int,
    columns: Mapping[str, int],
    options: Mapping[str, str] | None = None,
) -> Import:
    """Says where the table is and which column is which field, remembers it for the agency, and has the rows
    checked. `columns` is {field: place of the column from 0}.

    Raises PermissionDenied; Refused: over or at work, a sheet that cannot be taken, a needed field without a
    column, a column that is named twice.
    """
    require_may(actor)
    current = _locked(actor, importing, State.MAPPING, State.CHECKED)
    if why := why_not_mapped(current, sheet, heading):
        raise Refused(why, code="wrong_sheet", field="heading")
    target, options = _known(current.target), dict(options or {})
    fields = {field.code: field for field in target.fields(actor)}
    headings = selectors.headings_at(current, sheet, heading)
    for code, place in columns.items():
        if code not in fields or not 0 <= place < len(headings):
            raise Refused("Select a column of the file.", code="invalid_choice", field=code)
        if [*columns.values()].count(place) > 1:
            words = f"The column “{headings[place]}” is selected twice."
            raise Refused(words, code="twice", field=code)
    for code, field in fields.items():
        if field.required and code not in columns:
            raise Refused(f"Select the column of: {field.label}.", code="missing", field=code)
    for option in target.options(actor):
        if options.get(option.code) not in {value for value, _ in option.choices}:
            raise Refused(f"Select: {option.label}.", code="invalid_choice", field=option.code)
    current.sheet, current.heading, current.remembered = sheet, heading, False
    _to_check(current, columns, options)
    _remember(actor, current, headings)
    return current


def _to_check(importing, columns, options):
    importing.columns, importing.options = dict(columns), dict(options)
    _next(importing, State.CHECKING)
    ImportRow.objects.filter(importing=importing).delete()


def _remember(actor, importing, headings):
    found = selectors.remembered(actor, importing.target, headings)
    row = found or ColumnMap(
        agency_id=actor.agency_id, target=importing.target, shape=shape_of(headings), headings=headings
    )
    row.columns, row.options, row.saved_at = importing.columns, importing.options, timezone.now()
    save_valid(row)


@transaction.atomic
def choose(*, actor: Reader, importing: Import, choices: Mapping[int, str], rest: str = "") -> Import:
    """What becomes of rows that may be the same as something: {number of the row: choice}, and `rest` for
    all that are not named. Raises Refused for a choice that the target does not offer, or if it is not
    checked.
    """
    current = _locked(actor, importing, State.CHECKED)
    offered = target_of(current.target).choices
    if set(choices.values()) - set(offered) or (rest and rest not in offered):
        raise Refused("Select one of the choices.", code="invalid_choice", field="rest")
    rows = ImportRow.objects.filter(importing=current, fate=ImportRow.Fate.DUPLICATE)
    if rest:
        rows.exclude(number__in=list(choices)).update(choice=rest)
    for choice in set(choices.values()):
        numbers = [number for number, chosen in choices.items() if chosen == choice]
        rows.filter(number__in=numbers).update(choice=choice)
    return current


@transaction.atomic
def run(*, actor: Reader, importing: Import) -> Import:
    """Has the rows of a checked import added, all or none. Raises PermissionDenied; Refused while a row is
    refused, or if nothing would be added.
    """
    require_may(actor)
    current = _locked(actor, importing, State.CHECKED)
    counts = selectors.counts_of(current)
    if counts["refused"]:
        words = (
            "Some rows are refused. Correct them in the spreadsheet and import the new file: it "
            "is all rows or none."
        )
        raise Refused(words, code="rows_refused")
    if not selectors.comes_in(counts):
        raise Refused("No row would be added.", code="nothing_to_add")
    _next(current, State.RUNNING)
    return current


@transaction.atomic
def give_up(*, actor: Reader, importing: Import) -> Import:
    """Ends an import of which nothing was added, and removes its file and rows. Raises Refused once it
    runs.
    """
    current = _locked(actor, importing, State.MAPPING, State.CHECKING, State.CHECKED)
    forget_content(current)
    current.state, current.state_at = State.GIVEN_UP, timezone.now()
    ImportRow.objects.filter(importing=current).delete()
    save_valid(current)
    log(actor, Verb.ERASURE, "give up import", [], detail=current.name)
    return current


@transaction.atomic
def undo(*, actor: Reader, importing: Import) -> Import:
    """Has all that an import added removed. Raises Refused if it is not done, or too long ago."""
    current = _locked(actor, importing, State.DONE)
    if not selectors.may_be_undone(current):
        raise Refused("The time to undo this import is over.", code="too_late")
    ImportRow.objects.filter(importing=current, changed_since=True).update(changed_since=False)
    _next(current, State.UNDOING)
    return current


def forget_content(importing: Import) -> None:
    """Takes what the file said off an import that is over; the file itself goes once that is committed."""
    storage, name = importing.file.storage, importing.file.name
    importing.file = ""
    for sheet in importing.sheets:
        sheet["head"] = []
    if name:
        transaction.on_commit(lambda: storage.delete(name), robust=True)


def _locked(actor, importing, *states):
    """The import as it is kept, locked. Raises Refused if it is in none of `states`."""
    rows = Import.objects.select_for_update().filter(pk=importing.pk, membership_id=actor.membership_id)
    current = rows.first()
    if current is None:
        raise PermissionDenied
    if current.state not in states:
        raise Refused(MOVED_ON, code="moved_on")
    return current


def _next(importing, state):
    """Puts it into a state in which a job works on it, and asks for the job."""
    importing.state, importing.state_at, importing.done_rows = state, timezone.now(), 0
    importing.problem, importing.all_rows = "", _size(importing, state)
    save_valid(importing)
    number, person = importing.pk, importing.membership_id
    transaction.on_commit(lambda: nudge(number, person), robust=True)


def _size(importing, state):
    if state == State.CHECKING:
        return max(importing.sheets[importing.sheet]["rows"] - 1, 1)
    return ImportRow.objects.filter(importing=importing).count()
