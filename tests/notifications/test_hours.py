"""Mail that isn't urgent waits for the morning of a working day, over nights, weekends, bank holidays and the
change of the clocks.
"""

from datetime import datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from pam.notifications import hours
from pam.notifications.hours import SendingHours
from pam.notifications.models import Channel, Delivery, MailChoice
from pam.notifications.services import enqueue, route, send_due
from pam.reference.models import Setting

LONDON = ZoneInfo("Europe/London")


def at(text):
    """A moment of London's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-25 07:00", "2026-11-25 07:00"),
        ("2026-11-25 18:59", "2026-11-25 18:59"),
        ("2026-11-25 06:59", "2026-11-25 07:00"),
        ("2026-11-25 19:00", "2026-11-26 07:00"),
        ("2026-11-27 19:30", "2026-11-30 07:00"),  # Friday evening
        ("2026-11-29 12:00", "2026-11-30 07:00"),  # Sunday
        ("2026-12-24 20:00", "2026-12-29 07:00"),  # Christmas, a weekend, and Boxing Day's substitute
        (
            "2027-03-25 19:00",
            "2027-03-30 07:00",
        ),  # Good Friday to Easter Monday, with the clocks' change between
        ("2026-10-23 21:00", "2026-10-26 07:00"),  # the clocks go back in the night to Sunday
        ("2026-08-31 09:00", "2026-09-01 07:00"),  # the August bank holiday of England and Wales
        ("2026-08-03 09:00", "2026-08-03 09:00"),  # that of Scotland
    ],
)
def test_it_waits_for_the_next_sending_hours(now, then):
    assert SendingHours().next_moment(at(now)) == at(then)


def test_seven_is_seven_on_londons_clock_before_and_after_its_change():
    before, after = (SendingHours().next_opening(at(day)).utctimetuple().tm_hour for day in
                     ("2027-03-25 01:00", "2027-03-30 01:00"))  # fmt: skip
    assert (before, after) == (7, 6)


def test_a_digest_goes_out_when_the_day_begins_and_not_later_that_day():
    assert SendingHours().next_opening(at("2026-11-25 07:00")) == at("2026-11-25 07:00")
    assert SendingHours().next_opening(at("2026-11-25 07:01")) == at("2026-11-26 07:00")


def test_which_days_count_is_data():
    every_day = SendingHours(weekends=True, bank_holidays=True)
    assert every_day.next_moment(at("2026-12-26 12:00")) == at("2026-12-26 12:00")
    assert SendingHours(weekends=True).next_moment(at("2026-12-25 12:00")) == at("2026-12-27 07:00")


def test_an_operator_changes_the_hours_and_an_agency_keeps_references_out(people):
    Setting.objects.create(key="notifications.mail_from", value=9)
    Setting.objects.create(key="notifications.mail_at_weekends", value=True)
    probation = people.agencies["probation"]
    Setting.objects.create(key="notifications.references_in_mail", agency=probation, value=False)
    assert hours.sending_hours() == SendingHours(begin=time(9), weekends=True)
    assert not hours.references_allowed(probation.pk)
    assert hours.references_allowed(people.agencies["police"].pk)


@pytest.fixture
def quiet_hours(settings, monkeypatch):
    settings.MAIL_AT_ALL_HOURS = False
    monkeypatch.setattr(hours, "sending_hours", SendingHours)


def owed(people, now, **more):
    """A delivery to the owner, made at `now` and routed then."""
    enqueue("handed_over", uuid4(), [people.memberships["owner"]], **more)
    Delivery.objects.update(created=now, due_at=now)
    route(now)
    return Delivery.objects.get()


def test_at_night_it_waits_for_the_morning_and_what_is_urgent_does_not(people, quiet_hours, mailoutbox):
    night = at("2026-12-24 23:00")
    assert owed(people, night).due_at == at("2026-12-29 07:00")
    assert send_due(night) == 0
    Delivery.objects.all().delete()
    assert owed(people, night, urgent=True).due_at == night
    assert send_due(night) == 1


def test_a_digest_waits_for_the_next_working_morning_and_what_is_urgent_goes_at_once(people, quiet_hours):
    MailChoice.objects.create(membership=people.memberships["owner"], kind="work", channel=Channel.DIGEST)
    noon = at("2026-11-27 12:00")
    row = owed(people, noon)
    assert (row.channel, row.due_at) == (Channel.DIGEST, at("2026-11-30 07:00"))
    Delivery.objects.all().delete()
    row = owed(people, noon, urgent=True)
    assert (row.channel, row.due_at) == (Channel.MAIL, noon)
