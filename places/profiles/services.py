"""Every write to local profiles, as verbs. Each takes `actor`, a `visibility.Reader`.

Recommendations are numbered by the database's rows in the order in which they are added, and keep their
number. What is entered by mistake is withdrawn.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.visibility import Reader
from pam.records.models import Entry, Record
from pam.records.services import add_part, chronicle, create_record, save_part, save_record
from places.models import AwarePartner, LocalProfile, ProfileSource, Recommendation
from places.services import require_organisation


def create_profile(*, actor: Reader, profile: LocalProfile) -> LocalProfile:
    """Keeps a new local profile. Raises Refused as `create_record`, or for a date of the profile to come."""
    _require_dates(profile)
    return create_record(actor=actor, record=profile)


def edit_profile(
    *, actor: Reader, profile: LocalProfile, version: int, changed: Collection[str] = ()
) -> LocalProfile:
    """Saves an edited profile that the form opened at `version`. Raises as `save_record`, or Refused for a
    date of the profile to come.
    """
    _require_dates(profile)
    return save_record(actor=actor, record=profile, version=version, changed=changed)


def restore_value(
    *, actor: Reader, row: LocalProfile, version: int, changed: Collection[str]
) -> LocalProfile:
    """Saves a profile of which an earlier value was put back. Raises as `edit_profile`."""
    return edit_profile(actor=actor, profile=row, version=version, changed=changed)


@transaction.atomic
def add_source(*, actor: Reader, record: Record, source: ProfileSource) -> ProfileSource:
    """Keeps whose data a profile was made of. Raises PermissionDenied without `contribute`, or Refused."""
    _require_row(actor, source, source.received_on, "received_on")
    return add_part(actor=actor, part=source, record=record, operation="add data used")


@transaction.atomic
def edit_source(*, actor: Reader, source: ProfileSource, version: int) -> ProfileSource:
    """Saves a corrected row of data used. Raises PermissionDenied, Stale or Refused."""
    _require_row(actor, source, source.received_on, "received_on")
    return save_part(actor=actor, part=source, version=version, operation="change data used")


@transaction.atomic
def add_recommendation(*, actor: Reader, record: Record, row: Recommendation) -> Recommendation:
    """Keeps a recommendation under the next number, with a line in the chronology.

    Raises PermissionDenied without `contribute`, or Refused: no owner, an impact without its day.
    """
    visibility.require(actor, record, Level.CONTRIBUTE)
    _require_impact(row)
    # Two people at the same time: the second waits for the first, so each gets a number of its own.
    list(Record.objects.select_for_update(of=("self",)).filter(pk=record.pk).values_list("pk"))
    rows = visibility.visible_to(actor, Recommendation).filter(record_id=record.pk)
    row.number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    require_organisation(actor, row)
    add_part(actor=actor, part=row, record=record, operation="add recommendation")
    chronicle(
        actor=actor,
        record=Record(pk=row.record_id),
        kind=Entry.Kind.CHANGE,
        title=f"{row.plan_name} added, owned by {row.organisation_name}",
        text=row.title,
    )
    return row


@transaction.atomic
def edit_recommendation(*, actor: Reader, row: Recommendation, version: int) -> Recommendation:
    """Saves a changed recommendation, or what it changed; an impact that is measured is a line of the
    chronology.

    Raises PermissionDenied, Stale or Refused as `add_recommendation`.
    """
    _require_impact(row)
    require_organisation(actor, row)
    before = visibility.visible_to(actor, Recommendation).get(pk=row.pk)
    row.number = before.number
    save_part(actor=actor, part=row, version=version, operation="change recommendation")
    if row.measured_on and row.measured_on != before.measured_on:
        chronicle(
            actor=actor,
            record=Record(pk=row.record_id),
            kind=Entry.Kind.CHANGE,
            title=f"{row.plan_name}: impact measured",
            text=row.impact,
        )
    return row


@transaction.atomic
def add_aware_partner(*, actor: Reader, record: Record, row: AwarePartner) -> AwarePartner:
    """Keeps that a partner was told. Raises PermissionDenied without `contribute`, or Refused."""
    _require_row(actor, row, row.told_on, "told_on")
    return add_part(actor=actor, part=row, record=record, operation="add partner told")


@transaction.atomic
def edit_aware_partner(*, actor: Reader, row: AwarePartner, version: int) -> AwarePartner:
    """Saves a corrected row of who was told. Raises PermissionDenied, Stale or Refused."""
    _require_row(actor, row, row.told_on, "told_on")
    return save_part(actor=actor, part=row, version=version, operation="change partner told")


def _require_row(actor, row, day, field):
    require_organisation(actor, row)
    if day and day > timezone.localdate():
        raise Refused("The day cannot be in the future.", code="too_late", field=field)


def _require_dates(profile):
    if profile.profile_on and profile.profile_on > timezone.localdate():
        words = "The date of the profile cannot be in the future."
        raise Refused(words, code="too_late", field="profile_on")
    if profile.period_to < profile.period_from:
        words = "The data must end on or after the day that they begin."
        raise Refused(words, code="not_in_order", field="period_to")


def _require_impact(row):
    """What it changed is said with the day that it was measured on, and a figure never alone."""
    row.impact, row.impact_unit = row.impact.strip(), row.impact_unit.strip()
    if not row.impact and (row.impact_figure is not None or row.impact_unit or row.measured_on):
        raise Refused("Say what it changed.", code="missing", field="impact")
    if row.impact and not row.measured_on:
        raise Refused("Enter the day that it was measured on.", code="missing", field="measured_on")
    if row.measured_on and row.measured_on > timezone.localdate():
        raise Refused("The day cannot be in the future.", code="too_late", field="measured_on")
