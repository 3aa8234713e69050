"""Word of what is late and that no clock of a record warns of: a referral that waits too long in a team, and
a person who was not told about a MARAC. Each once for its day. Run as the jobs' role.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.models import Membership
from pam.notifications.events import About, register_event, register_kind
from pam.notifications.models import Delivery
from pam.notifications.services import LIMIT, enqueue_each
from pam.records.bulk import rows
from pam.records.models import Record
from pvp.models import MaracReferral, Triage
from pvp.referrals import selectors

REFERRAL_LATE, TELL_LATE = "referral_late", "marac_tell_late"


def remind(now: datetime | None = None) -> int:
    """Owes word of what became late; returns of how many rows. Safe to run twice at once: a cause is owed
    once.
    """
    now = now or timezone.now()
    return _of_referrals(now) + _of_telling(now)


def _not_owed(late, event, about, day):
    """Those of `late` of which no word of `event` was owed for the day that they are due now."""
    occasion = Cast(OuterRef("day"), TextField())
    owed = Delivery.objects.filter(event=event, about=OuterRef(about), occasion=occasion)
    return late.annotate(day=day).filter(~Exists(owed)).order_by("day", "pk")[:LIMIT]


def _of_referrals(now):
    """To the people of the team: it was not rated, or not decided, in time."""
    late = Triage.objects.filter(decided_at=None, due__lt=now).select_related("referral")
    found = list(_not_owed(late, REFERRAL_LATE, "referral__uuid", TruncDate("due")))
    members: dict[int, list[Membership]] = {row.team_id: [] for row in found}
    for member in Membership.objects.live().filter(teams__in=members).prefetch_related("teams"):
        for team in member.teams.all():
            if team.pk in members:
                members[team.pk].append(member)
    enqueue_each(
        REFERRAL_LATE, [(row.referral.uuid, members[row.team_id], row.day.isoformat()) for row in found]
    )
    return len(found)


def _of_telling(now):
    """To the lead of the case."""
    late = rows(MaracReferral).filter(told="", withdrawn_at=None, tell_by__lt=timezone.localdate(now))
    late = late.filter(record__closed_at=None, record__lead__isnull=False).select_related("record__lead")
    found = list(_not_owed(late, TELL_LATE, "uuid", Cast("tell_by", TextField())))
    enqueue_each(TELL_LATE, [(row.uuid, [row.record.lead], row.day) for row in found])
    return len(found)


def _late_referral(delivery, reader):
    row = selectors.triages(reader).filter(referral__uuid=delivery.about, decided_at=None).first()
    if row is None or not row.late:
        return None
    return About(reverse("pvp:referral", args=[row.uuid]), row.referral.code, threads=(row.referral.uuid,))


def _late_telling(delivery, reader):
    row = visibility.visible_to(reader, MaracReferral).filter(uuid=delivery.about).first()
    if row is None or not row.is_overdue or delivery.occasion != row.tell_by.isoformat():
        return None
    record = visibility.visible_to(reader, Record).get(pk=row.record_id)
    return About(
        reverse("pvp:marac_told", args=[row.uuid]),
        record.reference,
        threads=(record.uuid, row.uuid),
        heading=record.reference,
    )


register_event(
    REFERRAL_LATE,
    "referrals",
    "A referral is late",
    "A referral to your team has waited longer than its clock allows.",
    one="1 referral is late",
    many="{} referrals are late",
    still_true=_late_referral,
)
register_kind("marac", "MARAC", "People to be told about a MARAC, of cases that you lead.")
register_event(
    TELL_LATE,
    "marac",
    "A person was not told about a MARAC",
    "It is not recorded that the person was told about a MARAC, or why not.",
    one="1 person to be told about a MARAC",
    many="{} people to be told about a MARAC",
    still_true=_late_telling,
)
