"""Retention reviews and legal holds, as verbs. Each takes `actor`, a `visibility.Reader`."""

from collections.abc import Collection
from datetime import date

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import NoLongerVisible, Refused
from pam.access.validation import create_valid, require_listed, require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.records.kinds import kind_of
from pam.records.models import Entry, Record, RetentionGroup
from pam.records.services import chronicle, save_record
from pam.retention.models import Hold, Review
from pam.retention.selectors.groups import label_of, terms, years_after
from pam.retention.selectors.keeping import require_keeper
from pam.ui.dates import long_date, today

PEOPLE = ("user", "agency")


def lock(record: Record) -> None:
    """Locks the record's row until the transaction ends, so that it can't be disposed of meanwhile."""
    if not list(Record.objects.select_for_update(of=("self",)).filter(pk=record.pk).values_list("pk")):
        raise NoLongerVisible


@transaction.atomic
def keep(
    *,
    actor: Reader,
    record: Record,
    version: int,
    group: RetentionGroup,
    criteria: Collection[str],
    reason: str,
    next_review: date,
) -> Review:
    """Reviews `record` and keeps it: in the `RetentionGroup` `group`, for `criteria`, until the review on
    `next_review`.

    Raises PermissionDenied, Stale if a person saved the record since `version`, or Refused for a missing
    reason or a date later than the group allows.
    """
    require_keeper(actor, record)
    if not criteria:
        raise Refused("Say why it must be kept.", code="missing", field="criteria")
    require_text(reason, "Say why it must be kept.", field="reason")
    require_listed(criteria, [row.code for row in terms("keep")], field="criteria")
    if group.pk != record.retention_group_id and (
        group.retired or group.agency_id not in (None, actor.agency_id)
    ):
        raise Refused("Choose a retention group that is in use.", code="retired", field="group")
    latest = years_after(today(), group.next_years)
    if not today() < next_review <= latest:
        words = (
            f"The next review must be after today and on or before {long_date(latest)}, as the group asks."
        )
        raise Refused(words, code="invalid_date", field="next_review")
    # As its own kind: only that knows everyone who is named on it.
    whole = visibility.visible_to(actor, apps.get_model(kind_of(record.kind).model)).get(pk=record.pk)
    changed = ["retention review"] if whole.retention_group_id == group.pk else ["retention group"]
    whole.retention_group = group
    save_record(actor=actor, record=whole, version=version, changed=changed)
    review = create_valid(
        Review,
        record_id=record.pk,
        reviewer_id=actor.membership_id,
        group=group,
        criteria=list(criteria),
        reason=reason.strip(),
        next_review=next_review,
    )
    _chronicle(actor, record, f"Retention review: kept until the review on {long_date(next_review)}", reason)
    return review


@transaction.atomic
def put_hold(*, actor: Reader, record: Record, ground: str, reason: str) -> Hold:
    """Puts `record` on legal hold: nobody can dispose of it until the hold is lifted. Raises
    PermissionDenied, Refused.
    """
    require_keeper(actor, record)
    require_text(reason, "Say why it must not be disposed of.", field="reason")
    require_listed([ground], [row.code for row in terms("hold")], field="ground")
    lock(record)
    row = create_valid(
        Hold, record_id=record.pk, ground=ground, reason=reason.strip(), put_by_id=actor.membership_id
    )
    log(actor, Verb.ALTERATION, "put legal hold", [record.pk], detail=record.reference)
    _chronicle(actor, record, f"Legal hold: {label_of('hold', ground)}", reason)
    return row


@transaction.atomic
def lift_hold(*, actor: Reader, record: Record, hold: Hold, reason: str) -> Hold:
    """Lifts a legal hold. Raises PermissionDenied,
    or Refused without a reason or if a person has lifted it.
    """
    require_keeper(actor, record)
    require_text(reason, "Say why the hold ends.", field="reason")
    row = (
        Hold.objects.select_for_update(of=("self",))
        .filter(pk=hold.pk, record_id=record.pk, lifted_at=None)
        .first()
    )
    if row is None:
        raise Refused("This hold has already been lifted.", code="already_lifted")
    row.lifted_by_id, row.lifted_at, row.why_lifted = actor.membership_id, timezone.now(), reason.strip()
    save_valid(row, update_fields=["lifted_by", "lifted_at", "why_lifted"])
    log(actor, Verb.ALTERATION, "lift legal hold", [record.pk], detail=record.reference)
    _chronicle(actor, record, f"Legal hold lifted: {label_of('hold', row.ground)}", reason)
    return row


def _chronicle(actor, record, title, text):
    chronicle(
        actor=actor,
        record=record,
        kind=Entry.Kind.CHANGE,
        title=title,
        text=text,
        agencies=[record.agency_id],
    )
