"""What a person's calendar says, asked of the gate each time that it is fetched."""

from django.db import connection
from django.urls import reverse

from pam.access import visibility
from pam.actions.models import Action
from pam.clocks.models import Clock
from pam.exchange.entries import CalendarEntry, registered_entries
from pam.exchange.models import CalendarFeed
from pam.notifications.hours import references_allowed
from pam.records.models import Record
from pam.reference.selectors.settings import setting

MOST = 500  # of each kind


def allowed(reader):
    """Whether the agency of `reader` lets its people follow their due dates in another calendar."""
    return setting("exchange.calendar_feeds", reader.agency_id)


def feed_of(reader):
    """The `CalendarFeed` that `reader` has, or None."""
    return CalendarFeed.objects.filter(membership_id=reader.membership_id, ended_at=None).first()


def membership_of(secret):
    """The number of the membership whose private address ends in `secret`, or None."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_calendar_feed(%s)", [secret])
        return cursor.fetchone()[0]


def calendar_entries(reader):
    """[`CalendarEntry`] of `reader`: the open actions that they own, the reviews and running clocks of
    records that they lead, and what the rooms above add. A query each.
    """
    named = references_allowed(reader.agency_id)
    own = (*_actions(reader, named), *_reviews(reader, named), *_clocks(reader, named))
    return [*own, *registered_entries(reader, named)]


def _actions(reader, named):
    rows = visibility.visible_to(reader, Action).open().owned_by(reader).soonest_first()
    for row in rows.only("uuid", "code", "due", "record_id", "updated")[:MOST]:
        words = f"Action {row.code} is due" if named else "An action is due"
        path = reverse("actions:detail", args=[row.uuid])
        yield CalendarEntry(row.uuid, row.record_id, words, row.due, path, row.updated)


def _reviews(reader, named):
    rows = visibility.visible_to(reader, Record).current()
    rows = rows.filter(lead_id=reader.membership_id, next_review__isnull=False).order_by("next_review", "pk")
    for row in rows[:MOST]:
        words = f"Review of {row.reference}" if named else "A review is due"
        path = reverse("records:open", args=[row.uuid])
        yield CalendarEntry(row.uuid, row.pk, words, row.next_review, path, row.updated)


def _clocks(reader, named):
    rows = visibility.visible_to(reader, Clock).running().filter(record__lead_id=reader.membership_id)
    rows = rows.select_related("record").only("uuid", "due", "updated", "record_id", "record__reference")
    for row in rows.soonest_first()[:MOST]:
        words = f"A clock of {row.record.reference} is due" if named else "A clock is due"
        path = reverse("clocks:detail", args=[row.uuid])
        yield CalendarEntry(row.uuid, row.record_id, words, row.due, path, row.updated)
