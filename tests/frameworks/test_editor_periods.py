"""Warnings and escalations of a clock are rows in the editor: a number and a unit, a role, a sentence."""

import pytest

from pam.frameworks import services
from tests.frameworks.test_editor import address, body_of, sent
from tests.frameworks.test_versions import as_

BODY = {
    "start": "record.opened",
    "period": {"hours": 72},
    "calendar": "running",
    "warn": [{"hours": 24}, {"days": 1}],
    "escalate": [{"to": "supervisor"}, {"to": "administrator", "after": {"days": 2}, "says": "Ring them"}],
}


@pytest.fixture
def clock(people):
    """A draft of a clock."""
    return as_(people, "owner", services.create_draft, kind="clock", code="own", name="Own", body=BODY)


def test_what_is_saved_without_a_change_stays_the_same(clock, sign_in):
    client = sign_in("owner")
    for item in ("", "warn", "escalate"):
        place = address("edit", clock, item=item)
        assert client.post(place, sent(client.get(place))).status_code == 302
    assert body_of(clock) == {"name": "Own", **BODY}


def test_how_long_a_clock_runs_is_a_number_and_a_unit(clock, sign_in):
    client, place = sign_in("owner"), address("edit", clock)
    page = client.get(place)
    assert "How long it runs" in page.text and page.context["form"]["period__number"].value() == 72
    assert client.post(place, sent(page, period__number="15", period__unit="days")).status_code == 302
    assert body_of(clock)["period"] == {"days": 15}
    for wrong in ("", "0", "many"):
        assert client.post(place, sent(client.get(place), period__number=wrong)).status_code == 200
    assert body_of(clock)["period"] == {"days": 15}


def test_rows_are_added_changed_and_removed_without_writing_yaml(clock, sign_in):
    client, place = sign_in("owner"), address("edit", clock, item="warn")
    page = client.get(place)
    assert (
        "Warn before it is due" in page.text and "How long before" in page.text and "hours:" not in page.text
    )
    changes = {
        "warn__0__number": "6",
        "warn__1__number": "",
        "warn__2__number": "1",
        "warn__2__unit": "months",
    }
    assert client.post(place, sent(page, **changes)).status_code == 302
    assert body_of(clock)["warn"] == [{"hours": 6}, {"months": 1}]
    place = address("edit", clock, item="escalate")
    page = client.get(place)
    assert "Supervisor" in page.text
    changes = {
        "escalate__0__after_number": "4",
        "escalate__0__after_unit": "hours",
        "escalate__1__after_number": "",
    }
    assert client.post(place, sent(page, **changes)).status_code == 302
    assert body_of(clock)["escalate"] == [
        {"to": "supervisor", "after": {"hours": 4}},
        {"to": "administrator", "says": "Ring them"},
    ]


def test_what_starts_and_ends_a_clock_is_chosen_from_the_events_that_rooms_know(clock, sign_in):
    client, place = sign_in("owner"), address("edit", clock)
    page = client.get(place)
    assert "A protection notice is served" in page.text and "The record is opened" in page.text
    assert client.post(place, sent(page, start="notice.served", stop="court.heard")).status_code == 302
    assert (body_of(clock)["start"], body_of(clock)["stop"]) == ("notice.served", "court.heard")
    assert client.post(place, sent(client.get(place), stop="no.such")).status_code == 200


def test_a_row_without_a_role_or_with_no_number_is_asked_again_and_nothing_is_lost(clock, sign_in):
    client, place = sign_in("owner"), address("edit", clock, item="escalate")
    answer = client.post(place, sent(client.get(place), escalate__2__says="Ring the duty officer"))
    assert answer.status_code == 200 and "Row 3 is not whole" in answer.text
    assert "Ring the duty officer" in answer.text
    answer = client.post(place, sent(client.get(place), escalate__1__after_number="0"))
    assert answer.status_code == 200
    place = address("edit", clock, item="warn")
    answer = client.post(place, sent(client.get(place), warn__0__number="a day"))
    assert answer.status_code == 200 and "a day" in answer.text
    assert body_of(clock)["warn"] == BODY["warn"]


def test_all_rows_can_go(clock, sign_in):
    client, place = sign_in("owner"), address("edit", clock, item="warn")
    assert (
        client.post(place, sent(client.get(place), warn__0__number="", warn__1__number="")).status_code == 302
    )
    assert "warn" not in body_of(clock)
