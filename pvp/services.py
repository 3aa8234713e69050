"""Every write to case files, as verbs. Each takes `actor`, a `visibility.Reader`.

A case file goes from stage to stage, is closed and opened again, by its moves (pam/stages).
"""

from collections.abc import Collection

from django.db import transaction

from pam.access import visibility
from pam.access.validation import save_valid
from pam.access.visibility import Reader
from pam.records.models import Entry, Subject
from pam.records.services import (
    add_subject,
    chronicle,
    create_record,
    save_record,
)
from pam.ui.partial_dates import PartialDate
from pvp.models import CaseFile
from pvp.risk.services import graded


@transaction.atomic
def open_case(*, actor: Reader, case: CaseFile, name: str, born: PartialDate | None = None) -> CaseFile:
    """Keeps a new case file and the vulnerable person it is about, as one; returns the case file.

    The person is a victim in the sense of DPA 2018 s.38(3). Raises Refused as `create_record` does.
    """
    create_record(actor=actor, record=case)
    person = Subject(name=name, category=Subject.Category.VICTIM, role="Vulnerable person")
    person.born = born  # type: ignore[assignment]
    case.person = add_subject(actor=actor, record=case, subject=person)
    save_valid(case)
    graded(actor, case)
    return case


@transaction.atomic
def edit_case(*, actor: Reader, case: CaseFile, version: int, changed: Collection[str] = ()) -> CaseFile:
    """Saves an edited case file that the form opened at `version`; a new risk grade is a line of the
    chronology.

    Raises PermissionDenied without `manage`, Stale, or Refused as `save_record` does.
    """
    before = visibility.visible_to(actor, CaseFile).select_related("grade").get(pk=case.pk).grade
    save_record(actor=actor, record=case, version=version, changed=changed)
    if before.pk != case.grade_id:
        chronicle(
            actor=actor,
            record=case,
            kind=Entry.Kind.CHANGE,
            title=f"Risk grade changed from {before.label} to {case.grade.label}",
        )
        graded(actor, case)
    return case


def restore_value(*, actor: Reader, row: CaseFile, version: int, changed: Collection[str]) -> CaseFile:
    """Saves a case file of which an earlier value was put back. Raises as `edit_case`."""
    return edit_case(actor=actor, case=row, version=version, changed=changed)
