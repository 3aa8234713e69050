"""What people of one record are to each other: added, changed, ended."""

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.validation import require_text
from pam.access.visibility import Reader
from pam.records.models import Record, Subject
from pam.records.services import add_part, save_part
from pam.subjects.models import Relation


@transaction.atomic
def add_relation(*, actor: Reader, record: Record, relation: Relation) -> Relation:
    """Keeps that `relation.subject` is `kind` `relation.other`, both people of `record`; for the agencies
    that both are for.

    Raises PermissionDenied without `contribute`, Refused for others than people of the record, one and the
    same person, or what is there already.
    """
    people = visibility.visible_to(actor, Subject).filter(record_id=record.pk, kind=Subject.Kind.PERSON)
    ends = {relation.subject_id, relation.other_id}
    if len(ends) < 2:
        raise Refused("Choose two people.", code="same_person", field="other")
    found = {row.pk: row for row in people.filter(pk__in=ends)}
    if len(found) < 2:
        raise Refused("Choose people of this record.", code="not_here", field="other")
    live = visibility.visible_to(actor, Relation).filter(
        subject_id=relation.subject_id, other_id=relation.other_id, kind_id=relation.kind_id, ended_at=None
    )
    if live.exists():
        raise Refused("This is recorded already.", code="already_there", field="kind")
    agencies = _for_both(*(found[number].agencies for number in sorted(ends)))
    return add_part(actor=actor, part=relation, record=record, agencies=agencies)


def save_relation(*, actor: Reader, relation: Relation, version: int) -> Relation:
    """Saves what was changed in a form that was opened at `version`. Raises PermissionDenied, Stale or
    Refused.
    """
    return save_part(actor=actor, part=relation, version=version)


@transaction.atomic
def end_relation(*, actor: Reader, relation: Relation, version: int, reason: str) -> Relation:
    """Ends it, with the reason; it stays in the history. Raises PermissionDenied, Stale or Refused."""
    reason = require_text(reason, "Say why.", field="reason")
    if relation.ended_at:
        raise Refused("It has ended already.", code="already_ended")
    relation.ended_at = timezone.now()
    relation._change_reason = reason[:100]  # type: ignore[attr-defined]
    return save_part(actor=actor, part=relation, version=version, operation="end relation")


def _for_both(one, other):
    """The agencies that both people are for; None: all."""
    if one is None or other is None:
        return other if one is None else one
    return sorted(set(one) & set(other))
