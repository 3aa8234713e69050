"""Who is told about people who join an agency, its teams and its roles. Run as the jobs' role."""

from django.utils import timezone

from pam.access.models import Membership
from pam.access.selectors import with_deciders
from pam.accounts.models import Invitation, MembershipRequest
from pam.accounts.selectors.membership_requests import all_requests
from pam.notifications.selectors import not_yet_enqueued
from pam.notifications.services import LIMIT, LOOKED_BACK, enqueue
from pam.reference.models import SettingRequest
from pam.reference.selectors import setting_requests


def enqueue_notices() -> int:
    """Owes word of each request to those who decide it, of each decision to the asker, and of each new member
    to the agency's auditors and the team's manager; the same of settings that a second person loosens, of
    which the auditors are told when it is asked too. Returns of how many causes.
    """
    since = timezone.now() - LOOKED_BACK
    of_people = _to_decide(since) + _decided(since) + _new_in_agency(since)
    return of_people + _settings_to_decide(since) + _settings_decided(since)


def _to_decide(since):
    rows = all_requests().waiting().filter(not_yet_enqueued("membership_asked"), asked_at__gt=since)
    rows = with_deciders(rows.order_by("pk")[:LIMIT])
    for row in rows:
        # Where nobody can decide, the administrators read so on their page.
        enqueue("membership_asked", row.uuid, row.deciders or _with_role(row.agency_id, "administrator"))
    return len(rows)


def _decided(since):
    rows = MembershipRequest.objects.filter(not_yet_enqueued("membership_decided"), decided_at__gt=since)
    rows = list(rows.select_related("team__manager", "asked_by").order_by("pk")[:LIMIT])
    for row in rows:
        enqueue("membership_decided", row.uuid, [row.asked_by])
        if row.accepted:
            manager = row.team.manager if row.team_id else None
            others = [manager] if manager and manager.pk != row.decided_by_id else []
            enqueue("member_joined", row.uuid, [*_with_role(row.agency_id, "auditor"), *others])
    return len(rows)


def _new_in_agency(since):
    rows = Invitation.objects.filter(not_yet_enqueued("member_arrived"), accepted_at__gt=since)
    rows = list(rows.order_by("pk")[:LIMIT])
    for row in rows:
        enqueue("member_arrived", row.uuid, _with_role(row.agency_id, "auditor"))
    return len(rows)


def _settings_to_decide(since):
    rows = setting_requests.all_requests().waiting().filter(not_yet_enqueued("setting_asked"))
    rows = with_deciders(rows.filter(asked_at__gt=since).order_by("pk")[:LIMIT])
    for row in rows:
        enqueue("setting_asked", row.uuid, row.deciders or _with_role(row.agency_id, "administrator"))
        enqueue("setting_noted", row.uuid, _with_role(row.agency_id, "auditor"))
    return len(rows)


def _settings_decided(since):
    rows = SettingRequest.objects.filter(not_yet_enqueued("setting_decided"), decided_at__gt=since)
    rows = list(rows.select_related("asked_by").order_by("pk")[:LIMIT])
    for row in rows:
        enqueue("setting_decided", row.uuid, [row.asked_by])
        if row.accepted:
            enqueue("setting_loosened", row.uuid, _with_role(row.agency_id, "auditor"))
    return len(rows)


def _with_role(agency_id, role):
    return list(Membership.objects.live().filter(agency_id=agency_id, roles__contains=[role]))
