"""What people are told about clocks: a warning before one is due, that it is late, and an escalation.

A mail says that there is a clock and when it is due, never which: its name can say what a case is about.
"""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.models import Membership
from pam.access.visibility import Reader
from pam.clocks.models import Clock
from pam.frameworks.clocks import Alarm
from pam.notifications.events import About, register_event, register_kind
from pam.notifications.models import Channel, Delivery
from pam.ui.dates import long_moment

EVENTS = {"warning": "clock_warning", "late": "clock_late", "escalation": "clock_escalated"}


def occasion_of(clock: Clock, alarm: Alarm) -> str:
    """What tells one alarm of a clock apart from another: the due time, and which row of the file."""
    return f"{clock.due.timestamp():.0f} {alarm.at.timestamp():.0f} {alarm.place}"


def people_to_warn(clock: Clock, alarm: Alarm) -> list[Membership]:
    """The live memberships that an alarm of `clock` is for: the record's lead (who started it, if there is no
    lead in force), or those of the role that it escalates to who may see the clock: in the owner team, else
    in the record's agency. Whether they still may is asked once more when the mail is sent.
    """
    if alarm.kind == "escalation":
        people = _may_see(clock).filter(agency_id=clock.record.agency_id, roles__contains=[alarm.to])
        return list(people.filter(teams=clock.record.team_id)) or list(people)
    lead = list(Membership.objects.live().filter(pk=clock.record.lead_id))
    return lead or list(Membership.objects.live().filter(pk=clock.author_id))


def _may_see(clock) -> QuerySet[Membership]:
    """The live memberships among the clock's readers, cleared for it."""
    reached = clock.readers
    people = Membership.objects.live().filter(clearance__gte=clock.marking)
    return people.filter(
        Q(principal_id__in=reached) | Q(agency__principal_id__in=reached) | Q(teams__principal_id__in=reached)
    ).distinct()


def about_clock(delivery: Delivery, reader: Reader) -> About | None:
    """The clock that the delivery is about, if `reader` can see it, it still runs, is due as it was, and is
    late if that is what it says.
    """
    rows = visibility.visible_to(reader, Clock).running().filter(uuid=delivery.about)
    row = rows.select_related("record").first()
    if row is None or delivery.occasion.split(" ")[0] != f"{row.due.timestamp():.0f}":
        return None
    if (delivery.event == EVENTS["warning"]) == (row.due < timezone.now()):
        return None
    return About(
        reverse("clocks:detail", args=[row.uuid]),
        row.record.reference,
        f"due {long_moment(row.due)}",
        threads=(row.record.uuid, row.uuid),
        heading=row.record.reference,
    )


register_kind(
    "clocks",
    "Clocks",
    "Clocks of records that you lead, before they are due and when late; late ones of your team.",
    default=Channel.MAIL,
)
for code, subject, sentence, one, many in (
    (
        EVENTS["warning"],
        "A clock is due soon",
        "A clock of a record that you lead is due soon.",
        "1 clock is due soon",
        "{} clocks are due soon",
    ),
    (
        EVENTS["late"],
        "A clock is late",
        "A clock of a record that you lead has passed its due time.",
        "1 clock is late",
        "{} clocks are late",
    ),
    (
        EVENTS["escalation"],
        "A clock stays late",
        "A clock of your team’s records has passed its due time.",
        "1 clock of your team’s records is late",
        "{} clocks of your team’s records are late",
    ),
):
    register_event(code, "clocks", subject, sentence, one=one, many=many, still_true=about_clock)
