"""The calendar part of an invitation (RFC 5545, RFC 5546): a time and a link, no case text.

The UID is the meeting's and stays; SEQUENCE is the meeting's version, which only rises. Times are UTC, so
that the hours in which the clocks change need no table of zones. Answers are given in pam, not by calendar.
"""

from datetime import UTC, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vText

from meetings.models import AgendaItem, Meeting
from pam.access import visibility
from pam.access.visibility import Reader
from pam.reference.selectors.settings import setting

REQUEST, CANCEL = "REQUEST", "CANCEL"


def length_of(reader: Reader | None, meeting: Meeting) -> timedelta:
    """How long the meeting takes: what is planned for the items that `reader` sees, else the usual length."""
    rows = visibility.visible_to(reader, AgendaItem) if reader else AgendaItem.objects.none()
    planned = rows.filter(record_id=meeting.pk, removed_at=None).values_list("planned_minutes", flat=True)
    minutes = sum(filter(None, planned)) or setting("meetings.usual_minutes", meeting.agency_id)
    return timedelta(minutes=minutes)


def invitation(meeting: Meeting, *, method: str, to: str, length: timedelta, with_reference: bool) -> bytes:
    """The file of one invitation or cancellation (`method`) for the address `to`. Without `with_reference` it
    does not even name the meeting's reference.
    """
    host = urlsplit(settings.PUBLIC_URL).hostname
    event = Event()
    event.add("uid", f"{meeting.uuid}@{host}")
    event.add("sequence", meeting.version)
    event.add("dtstamp", timezone.now().astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", (meeting.starts_at + length).astimezone(UTC))
    event.add("summary", f"Command meeting {meeting.reference}" if with_reference else "A command meeting")
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    organizer = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL.rpartition('<')[2].rstrip('>')}")
    organizer.params["cn"] = vText("pam")
    event["organizer"] = organizer
    attendee = vCalAddress(f"mailto:{to}")
    attendee.params["rsvp"] = vText("FALSE")
    event.add("attendee", attendee, encode=0)
    if method == REQUEST:
        address = settings.PUBLIC_URL.rstrip("/") + reverse("meetings:detail", args=[meeting.uuid])
        event.add("url", address)
        event.add("description", f"Open it in pam, and answer there: {address}")
        if meeting.place and setting("meetings.place_in_calendar", meeting.agency_id):
            event.add("location", meeting.place)
    calendar = Calendar()
    calendar.add("prodid", "-//pam//meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return calendar.to_ical()
