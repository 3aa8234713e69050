"""Clocks: three calendars, London's clock changes, months, warnings."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from pam.frameworks.clocks import after, bank_holidays, counts, times

LONDON = ZoneInfo("Europe/London")
RUNNING, WORKING, NOT_SUNDAYS = ({"calendar": name} for name in ("running", "working", "not-sundays"))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("body", "started", "period", "due"),
    [
        # 72 hours are 72 hours, also when an hour is there twice (25 October) or missing (29 March).
        (RUNNING, "2026-11-20 14:05", {"hours": 72}, "2026-11-23 14:05"),
        (RUNNING, "2026-10-24 12:00", {"hours": 24}, "2026-10-25 11:00"),
        (RUNNING, "2026-03-28 12:00", {"hours": 24}, "2026-03-29 13:00"),
        # Fifteen working days over Christmas: 25 and 28 December (for the 26th) and 1 January are left out.
        (WORKING, "2026-12-18 10:00", {"days": 15}, "2027-01-13 23:59:59"),
        (WORKING, "2026-12-18 10:00", {"days": 1}, "2026-12-21 23:59:59"),
        (WORKING, "2026-11-20 16:00", {"hours": 24}, "2026-11-23 16:00"),
        (WORKING, "2026-11-21 16:00", {"hours": 24}, "2026-11-24 00:00"),
        # 48 hours from service, Saturdays too; Boxing Day is a bank holiday also on a Saturday.
        (NOT_SUNDAYS, "2026-11-20 18:00", {"hours": 48}, "2026-11-23 18:00"),
        (NOT_SUNDAYS, "2026-04-02 18:00", {"hours": 48}, "2026-04-07 18:00"),
        (NOT_SUNDAYS, "2026-12-24 09:00", {"hours": 48}, "2026-12-30 09:00"),
        (NOT_SUNDAYS | {"first-day": "same"}, "2026-11-20 18:00", {"days": 2}, "2026-11-21 23:59:59"),
        (RUNNING | {"due": "same-time"}, "2026-11-20 18:00", {"days": 28}, "2026-12-18 18:00"),
        (RUNNING, "2026-02-28 18:00", {"months": 12}, "2027-02-28 23:59:59"),
        (RUNNING, "2027-11-30 18:00", {"months": 3}, "2028-02-29 23:59:59"),
        (WORKING, "2026-08-28 18:00", {"months": 1}, "2026-09-28 23:59:59"),
    ],
)
def test_a_clock_is_due_when_people_would_count_it(body, started, period, due):
    assert after(body, at(started), period) == at(due)


def test_a_time_that_the_clocks_jump_over_is_the_moment_they_jump_to():
    body = RUNNING | {"due": "same-time"}
    assert after(body, at("2026-03-28 01:30"), {"days": 1}) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_each_part_of_the_kingdom_has_its_own_bank_holidays():
    st_andrew, july, boxing = date(2026, 11, 30), date(2026, 7, 13), date(2026, 12, 28)
    assert st_andrew in bank_holidays("scotland", 2026) and st_andrew not in bank_holidays(
        "england-wales", 2026
    )
    assert july in bank_holidays("northern-ireland", 2026) and july not in bank_holidays("scotland", 2026)
    assert boxing in bank_holidays("england-wales", 2026)
    assert not counts(WORKING | {"holidays": "scotland"}, st_andrew) and counts(WORKING, st_andrew)


def test_a_clock_warns_before_it_is_due_and_says_who_hears_when_it_is_late():
    body = RUNNING | {
        "period": {"hours": 72},
        "warn": [{"hours": 1}, {"hours": 24}, {"days": 3}],
        "escalate": [{"to": "supervisor"}, {"to": "administrator", "after": {"hours": 4}}],
    }
    found = times(body, at("2026-11-20 14:00"))
    assert found.due == at("2026-11-23 14:00")
    assert found.warnings == (at("2026-11-22 14:00"), at("2026-11-23 13:00"))
    assert found.escalations == (
        (at("2026-11-23 14:00"), "supervisor"),
        (at("2026-11-23 18:00"), "administrator"),
    )
