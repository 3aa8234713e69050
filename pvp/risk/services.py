"""Every write to high risks, as verbs. Each takes `actor`, a `visibility.Reader`."""

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.validation import require_text
from pam.access.visibility import Reader
from pam.assessments.models import Assessment
from pam.frameworks import selectors as frameworks
from pam.frameworks.clocks import times
from pam.records.happenings import Happening, happened
from pam.records.models import Entry, Record
from pam.records.services import add_part, chronicle, save_part
from pam.reference.selectors.lists import terms
from pvp.models import CaseFile, HighRisk
from pvp.risk.lists import CLOCK, RAISED, SEEN, SUPERVISOR
from pvp.risk.selectors import unseen


def _is_highest(assessment):
    bands = assessment.framework_version.body.get("bands", ())
    return len(bands) > 1 and (assessment.second_grade or assessment.grade) == bands[-1]["code"]


def follow(actor: Reader, assessment: Assessment) -> None:
    """Raises a high risk where a completed assessment of a case came to the highest grade of its tool. Part
    of completing it.
    """
    if _is_highest(assessment):
        _raise(actor, assessment.record_id, assessment.final_grade["label"], assessment)


def second_graded(happening: Happening) -> None:
    """The same where a second assessor gave the highest grade. Part of giving it."""
    if happening.code != "assessment.second-graded":
        return
    rows = visibility.visible_to(happening.actor, Assessment).filter(record_id=happening.record.pk)
    last = rows.exclude(second_at=None).select_related("framework_version").order_by("-second_at").first()
    if last is not None and _is_highest(last):
        _raise(happening.actor, last.record_id, last.final_grade["label"], last)


def graded(actor: Reader, case: CaseFile) -> None:
    """Raises a high risk where the highest grade was typed for a case. Part of saving it."""
    highest = max((one for one in terms("pvp.grade") if not one.retired), key=lambda one: one.order)
    if case.grade_id == highest.pk:
        _raise(actor, case.pk, highest.label, None)


def _raise(actor, number, grade, assessment):
    case = visibility.visible_to(actor, CaseFile).filter(pk=number).first()
    agencies = assessment.agencies if assessment else None
    if case is None or any(row.agencies == agencies for row in unseen(actor, case)):
        return
    row = HighRisk(assessment=assessment, grade=grade, due=_due(actor))
    add_part(actor=actor, part=row, record=case, agencies=agencies, operation="note high risk")
    happened(actor=actor, record=Record.objects.get(pk=case.pk), code=RAISED, agencies=agencies)


def _due(actor):
    version = frameworks.version_in_force(actor, "clock", CLOCK)
    return times(version.body, timezone.now()).due if version else None


@transaction.atomic
def see(*, actor: Reader, high_risk: HighRisk, version: int, note: str) -> HighRisk:
    """A supervisor says that they saw a high risk, and what they make of it.

    Raises PermissionDenied unless the actor may change it, Stale, or Refused: they are no supervisor of the
    agency that owns the case, they graded it themselves, it was seen, or `note` is empty.
    """
    if not may_see(actor, high_risk):
        words = "A supervisor of the agency that owns the case looks at it, not the person who graded it."
        raise Refused(words, code="not_the_role")
    if high_risk.seen_at:
        raise Refused("It was seen already.", code="seen")
    high_risk.seen_note = require_text(note, "Say what you make of it.", field="note")
    high_risk.seen_at, high_risk.seen_by_id = timezone.now(), actor.membership_id
    save_part(actor=actor, part=high_risk, version=version, operation="see high risk")
    chronicle(
        actor=actor,
        record=Record(pk=high_risk.record_id),
        kind=Entry.Kind.ASSESSMENT,
        title=f"High risk seen by a supervisor{' late' if high_risk.is_late else ''}",
        text=high_risk.seen_note,
        agencies=high_risk.agencies,
    )
    record = Record.objects.get(pk=high_risk.record_id)
    happened(actor=actor, record=record, code=SEEN, agencies=high_risk.agencies)
    return high_risk


def may_see(actor: Reader, high_risk: HighRisk) -> bool:
    """Whether `actor` is one of those who look at a high risk."""
    owner = visibility.visible_to(actor, Record).filter(pk=high_risk.record_id, agency_id=actor.agency_id)
    own = high_risk.author_id == actor.membership_id
    return actor.has_role(SUPERVISOR) and not own and owner.exists()
