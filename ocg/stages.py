"""What the stage map of groups may ask to be there."""

from datetime import timedelta

from django.utils import timezone

from ocg.members.lists import REQUIREMENT
from ocg.members.selectors import without_status
from ocg.models import Ocg, PlanObjective, Score
from ocg.plan.selectors.plan import is_signed
from pam.access import visibility
from pam.access.visibility import Reader
from pam.assessments.models import Assessment
from pam.records.models import Record
from pam.reference.selectors.settings import setting
from pam.stages.requirements import register_requirement


def _sro(reader: Reader, record: Record) -> bool:
    return visibility.visible_to(reader, Ocg).filter(pk=record.pk, sro__isnull=False).exists()


def _scored(reader: Reader, record: Record) -> bool:
    since = timezone.localdate() - timedelta(days=setting("ocg.score_days", record.agency_id))
    scores = visibility.visible_to(reader, Score).filter(record_id=record.pk, on__gte=since)
    completed = visibility.visible_to(reader, Assessment).filter(
        record_id=record.pk, state=Assessment.State.COMPLETED, on__gte=since
    )
    return scores.exists() or completed.exists()


def _statuses(reader: Reader, record: Record) -> bool:
    return not without_status(reader, record)


def _objectives(reader: Reader, record: Record) -> bool:
    rows = visibility.visible_to(reader, PlanObjective)
    return rows.filter(record_id=record.pk, removed_at=None).exists()


register_requirement("ocg.sro", "A Senior Responsible Officer", _sro)
register_requirement("ocg.objectives", "An objective in the 4P plan", _objectives)
register_requirement(
    "ocg.plan_signed", "A 4P plan signed by the lead and the Senior Responsible Officer", is_signed
)
register_requirement("ocg.score", "A score or assessment that is not too old", _scored)
register_requirement(REQUIREMENT, "A status that is known of each member and exploited person", _statuses)
