"""What must hold of every clock, tried out on made ones."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from dateutil.easter import easter
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pam.access import visibility
from pam.access.errors import Refused
from pam.clocks import reminders, selectors, services
from pam.clocks.models import Clock
from pam.frameworks.clocks import LONDON, after, alarms, bank_holidays, times
from pam.notifications.models import Delivery
from tests.clocks.made import start
from tests.matrix.requests import undone

SOME = settings(max_examples=80, deadline=None, database=None)
FEW = settings(
    max_examples=12,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
CALENDARS = ("running", "working", "not-sundays")
PARTS = ("england-wales", "scotland", "northern-ireland")
# Round Christmas, Easter, the May holidays and both changes of the clocks, in three years.
SEASONS = st.sampled_from(
    [date(year, *day) for year in (2026, 2027, 2028) for day in ((3, 25), (4, 1), (5, 1), (10, 22), (12, 20))]
)


@st.composite
def moments(draw):
    """A moment near a holiday or a change of the clocks."""
    day = draw(SEASONS) + timedelta(days=draw(st.integers(0, 8)))
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 1439)))


def is_counted(calendar, part, day):
    """The same question, asked day by day in the plainest way."""
    if calendar == "running":
        return True
    if day.weekday() == 6 or (calendar == "working" and day.weekday() == 5):
        return False
    if day == easter(day.year) - timedelta(days=2) or (day.month, day.day) == (12, 25):
        return False
    return day not in bank_holidays(part, day.year)


@SOME
@given(moments(), st.sampled_from(CALENDARS), st.sampled_from(PARTS), st.integers(1, 60))
def test_hours_are_due_when_a_slow_count_of_minutes_says_so(started, calendar, part, hours):
    body = {"calendar": calendar, "holidays": part}
    left, now = hours * 60, started
    while left:
        left -= is_counted(calendar, part, now.astimezone(LONDON).date())
        now += timedelta(minutes=1)
    # In UTC: Python calls a time that the clocks show twice unequal to any of another zone.
    assert after(body, started, {"hours": hours}).astimezone(UTC) == now


@SOME
@given(moments(), st.sampled_from(CALENDARS), st.sampled_from(PARTS), st.integers(1, 40))
def test_days_end_with_the_day_that_a_slow_count_of_days_finds(started, calendar, part, days):
    body = {"calendar": calendar, "holidays": part}
    day, left = started.astimezone(LONDON).date(), days
    while left:
        day += timedelta(days=1)
        left -= is_counted(calendar, part, day)
    due = after(body, started, {"days": days}).astimezone(LONDON)
    assert (due.date(), due.hour, due.minute) == (day, 23, 59)


@SOME
@given(
    moments(),
    st.sampled_from(CALENDARS),
    st.integers(2, 40),
    st.lists(st.integers(1, 400), max_size=5),
    st.lists(st.integers(1, 200), max_size=5),
)
def test_who_is_told_is_in_order_and_after_the_start(started, calendar, days, warn, late):
    body = {"calendar": calendar, "period": {"days": days}, "warn": [{"hours": n} for n in warn]}
    body["escalate"] = [{"to": "supervisor", "after": {"hours": n}} for n in late]
    found = times(body, started)
    every = alarms(found)
    assert all(one.at <= two.at for one, two in pairwise(every)) and all(one.at > started for one in every)
    for one in every:
        assert (one.at < found.due) == (one.kind == "warning")
    assert sum(one.kind == "late" for one in every) == 1 and len(every) <= 11


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["meet", "stop", "restart", "correct", "explain", "warn"]), st.integers(0, 120)
    ),
    min_size=1,
    max_size=8,
)


def _do(world, row, step, hours):
    """Tries one verb; what is refused changes nothing."""
    actor, moment = world.people.reader("owner"), timezone.now() - timedelta(hours=hours)
    if step == "warn":
        reminders.warn(timezone.now() + timedelta(hours=hours))
        return
    with visibility.reading(actor):
        same = {"actor": actor, "clock": selectors.clock(actor, row.uuid)}
        same["version"] = same["clock"].version
        try:
            if step == "meet":
                late = "Leave" if hours % 2 else ""
                services.meet_clock(ended_at=moment, reason="Done", late_reason=late, **same)
            elif step == "correct":
                services.correct_start(started_at=moment, reason="A slip", **same)
            elif step == "explain":
                services.explain_late(late_reason="Leave", **same)
            else:
                verb = services.stop_clock if step == "stop" else services.restart_clock
                verb(reason="Why", **same)
        except Refused:
            return


@pytest.mark.slow
@FEW
@given(steps=STEPS, began=st.integers(1, 100))
def test_whatever_is_done_to_a_clock_it_is_due_by_its_start_ends_once_and_tells_once(world, steps, began):
    with undone():
        Clock.objects.all().delete()
        Delivery.objects.all().delete()
        row = start(world, started_at=timezone.now() - timedelta(hours=began))
        before = row
        for step, hours in steps:
            _do(world, row, step, hours)
            now = Clock.objects.get(pk=row.pk)
            assert now.due == now.started_at + timedelta(hours=72)
            assert step == "correct" or (now.due, now.started_at) == (before.due, before.started_at)
            running = now.state == "running"
            assert running == (now.ended_at is None) and (running or now.next_warning is None)
            assert now.state != "met" or now.ended_at <= now.due or now.late_reason
            before = now
        causes = list(Delivery.objects.values_list("event", "about", "occasion", "recipient"))
        assert len(causes) == len(set(causes))
