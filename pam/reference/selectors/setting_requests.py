"""Requests to loosen a setting that needs a second person: who decides, what waits, the outcome."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, Q
from django.utils import timezone

from pam.access.models import Membership
from pam.access.selectors import with_deciders
from pam.reference.models import SettingRequest

SHOWN_DAYS = 30
LIMIT = 200
SEEN_BY = (Membership.Role.ADMINISTRATOR, Membership.Role.AUDITOR, Membership.Role.SUPERVISOR)


class _Deciders(Func):
    """The numbers of the memberships that may decide a request, as PostgreSQL works them out."""

    output_field = ArrayField(BigIntegerField())
    template = "ARRAY(SELECT * FROM pam_setting_deciders(%(expressions)s))"


def all_requests():
    """Every request, with its people and `decider_ids`."""
    rows = SettingRequest.objects.select_related("asked_by__user", "decided_by__user")
    return rows.annotate(decider_ids=_Deciders(F("agency_id"), F("asked_by_id")))


def _seen_by(reader):
    if not reader.has_role(*SEEN_BY):
        return SettingRequest.objects.none()
    return all_requests().filter(agency_id=reader.agency_id)


def waiting_setting_requests(reader, key=""):
    """The requests of the reader's agency that wait, about one setting or any, the oldest first, each with
    `mine` (theirs to decide) and `deciders`, the live memberships that may decide it.
    """
    rows = _seen_by(reader)
    if rows.query.is_empty():
        return []
    rows = rows.waiting().filter(key=key) if key else rows.waiting()
    rows = with_deciders(rows.order_by("asked_at", "pk")[:LIMIT])
    for row in rows:
        row.mine = reader.membership_id in row.decider_ids
    return rows


def decided_setting_requests(reader):
    """The requests of the last days that wait no more, the newest first."""
    since = timezone.now() - timedelta(days=SHOWN_DAYS)
    return list(_seen_by(reader).filter(Q(decided_at__gt=since) | Q(withdrawn_at__gt=since))[:LIMIT])


def setting_request_waiting(reader, uuid):
    """One waiting request of the reader's agency, as in `waiting_setting_requests`, or None."""
    return next((row for row in waiting_setting_requests(reader) if row.uuid == uuid), None)
