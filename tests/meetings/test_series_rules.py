"""What a series decides for its meetings: its quorum, and which standing items come back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.live import selectors as live
from meetings.models import AgendaItem, Meeting
from meetings.series import services
from meetings.series.selectors import left_off
from meetings.services import conduct
from pam.access import visibility
from pam.records.bulk import rows
from tests.refusals import refused
from tests.standing import standing
from tests.world.series import begin, kind


@standing
def actor(world):
    return world.people.reader("owner")


@standing
def series(world, actor):
    with visibility.reading(actor):
        return begin(world.people, "of tests", quorum=7)[0]


def call(actor, series, days):
    return services.call_next(actor=actor, series=series, starts_at=timezone.now() + timedelta(days)).meeting


def codes(meeting):
    found = AgendaItem.objects.filter(record_id=meeting.pk, removed_at=None, about=None)
    return set(found.values_list("standing", flat=True)) - {""}


def test_the_quorum_is_that_of_the_series_also_for_who_may_not_open_it(world, actor, series):
    with visibility.reading(actor):
        meeting = call(actor, series, 1)
        assert live.quorum_of(meeting)["people"] == 7
    partner = world.people.reader("granted")
    with visibility.reading(partner):
        seen = visibility.visible_to(partner, Meeting).get(pk=meeting.pk)
        assert live.now(partner, seen).quorum["people"] == 7
    rows(type(series)).filter(pk=series.pk).update(quorum=None)
    with visibility.reading(actor):
        assert live.quorum_of(meeting) == meeting.framework_version.body.get("quorum", {})


@pytest.mark.slow
def test_a_standing_item_that_was_taken_off_with_a_reason_stays_off_until_it_is_put_back(
    world, actor, series, sign_in
):
    with visibility.reading(actor):
        first = call(actor, series, 1)
        bare = AgendaItem.objects.filter(record_id=first.pk, about=None, carried=None, removed_at=None)
        item = bare.exclude(standing="").last()
        conduct.remove_item(actor=actor, meeting=first, item=item, reason="Every second month")
        second = call(actor, series, 8)
        assert item.standing not in codes(second) and codes(first) == codes(second)
        third = call(actor, series, 15)
        assert item.standing not in codes(third)
        assert [(row.code, row.why) for row in left_off(actor, third)] == [
            (item.standing, "Every second month")
        ]
    client, page = sign_in("owner"), reverse("meetings:agenda", args=[third.uuid])
    assert "Every second month" in client.get(page).content.decode()
    client.post(reverse("meetings:put_back", args=[third.uuid]), {"standing": item.standing})
    assert "Every second month" not in client.get(page).content.decode()
    with visibility.reading(actor):
        assert item.standing in codes(third) and item.standing in codes(call(actor, series, 22))
        with refused("already_there"):
            conduct.put_back(actor=actor, meeting=third, standing=item.standing)
        with refused("already_there"):
            conduct.put_back(actor=actor, meeting=third, standing="made-up")


def test_a_closed_log_is_closed_and_says_nothing_of_an_approval(world, actor, sign_in):
    with visibility.reading(actor):
        daily = begin(world.people, "of logs", members=(), every="daily", framework_version=kind("dmm"))[0]
        meeting = services.call_next(actor=actor, series=daily, starts_at=timezone.now()).meeting
        conduct.start(actor=actor, meeting=meeting)
        meeting = conduct.close(actor=actor, meeting=meeting)
    assert Meeting.objects.get(pk=meeting.pk).state_words == "Closed"
    client = sign_in("owner")
    for page in (
        reverse("meetings:detail", args=[meeting.uuid]),
        reverse("meetings:series", args=[daily.uuid]),
        reverse("meetings:list") + "?when=past",
    ):
        told = client.get(page).content.decode()
        assert meeting.reference in told and "Minutes approved" not in told
