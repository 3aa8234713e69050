"""The resets of a training agency."""

from django.core.exceptions import PermissionDenied

from pam.access.models import Membership
from pam.access.visibility import Reader
from pam.records.models import Record
from pam.training.models import TrainingReset

ROLES = (Membership.Role.ADMINISTRATOR, Membership.Role.SUPERVISOR)
SHOWN = 20


def require_may_reset(reader: Reader) -> None:
    """Raises PermissionDenied unless `reader` acts for a training agency, as administrator or supervisor."""
    if not (reader.training and reader.has_role(*ROLES)):
        raise PermissionDenied


def resets_of(reader: Reader) -> list[TrainingReset]:
    """The latest resets of the reader's agency, newest first. Raises PermissionDenied."""
    require_may_reset(reader)
    rows = TrainingReset.objects.filter(agency_id=reader.agency_id).select_related("asked_by__user")
    return list(rows[:SHOWN])


def waiting() -> list[int]:
    """The numbers of the resets that a job has to do."""
    return list(TrainingReset.objects.filter(done_at=None).order_by("pk").values_list("pk", flat=True))


def has_records(agency_id: int) -> bool:
    """Whether an agency owns a record; runs as the jobs' role."""
    return Record.objects.filter(agency_id=agency_id).exists()
