"""What stage maps may ask of any record."""

from django.utils import timezone

from pam.access import visibility
from pam.access.models import Membership
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.records.kinds import kind_of
from pam.records.models import Record, Subject
from pam.stages.requirements import register_requirement


def _lead_in_post(reader: Reader, record: Record) -> bool:
    if live := kind_of(record.kind).lead_live:
        return live(reader, record)
    return Membership.objects.live().filter(pk=record.lead_id).exists()


def _review_to_come(reader: Reader, record: Record) -> bool:
    return record.next_review is not None and record.next_review >= timezone.localdate()


def _actions(reader, record):
    return visibility.visible_to(reader, Action).filter(record_id=record.pk)


def _plan_there(reader: Reader, record: Record) -> bool:
    return _actions(reader, record).filter(status__in=(Action.Status.OPEN, Action.Status.DONE)).exists()


def _nothing_open(reader: Reader, record: Record) -> bool:
    return not _actions(reader, record).filter(status=Action.Status.OPEN).exists()


def _nothing_of_ours_open(reader: Reader, record: Record) -> bool:
    own = _actions(reader, record).filter(owner_agency_id=record.agency_id)
    return not own.filter(status=Action.Status.OPEN).exists()


def _person_named(reader: Reader, record: Record) -> bool:
    return visibility.visible_to(reader, Subject).filter(record_id=record.pk, ended_at=None).exists()


register_requirement("lead.live", "A lead who is in post", _lead_in_post)
register_requirement("review.set", "A next review, today or later", _review_to_come)
register_requirement("plan.begun", "At least one action in the plan", _plan_there)
register_requirement("actions.ended", "No open actions", _nothing_open)
register_requirement(
    "actions.handed_over", "No open action of your own agency: end it or hand it over", _nothing_of_ours_open
)
register_requirement("people.named", "At least one person, place or object", _person_named)
