"""Series: the day of the next meeting, who is invited, and the agenda that builds itself."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from meetings.models import AgendaItem, Attendance, CarriedAction, Meeting, MeetingSeries
from meetings.series import services
from meetings.series.rhythm import in_words, next_day, of_kind
from meetings.series.selectors import meeting_before
from meetings.services import conduct
from pam.access import visibility
from pam.actions.services import tracker
from pam.records.models import Record
from tests.refusals import refused
from tests.standing import standing
from tests.world.series import begin, kind


def rhythm(every, **more):
    """A series with that rhythm, not kept."""
    return MeetingSeries(every=every, **more)


@pytest.mark.parametrize(
    ("series", "last", "today", "day"),
    [
        (rhythm("monthly", weekday=1, which=1), date(2026, 11, 3), date(2026, 11, 10), date(2026, 12, 1)),
        (rhythm("monthly", weekday=4, which=5), date(2026, 10, 30), date(2026, 11, 2), date(2026, 11, 27)),
        (rhythm("fortnightly", weekday=2), date(2026, 11, 4), date(2026, 11, 4), date(2026, 11, 18)),
        (rhythm("weeks", weeks=6, weekday=0), date(2026, 9, 7), date(2026, 9, 8), date(2026, 10, 19)),
        (rhythm("daily"), date(2026, 11, 6), date(2026, 11, 6), date(2026, 11, 7)),
        (rhythm("weekly", weekday=3), None, date(2026, 11, 6), date(2026, 11, 12)),
        (rhythm("when-needed"), date(2026, 11, 6), date(2026, 11, 6), None),
        # long ago: the rhythm goes on to today
        (rhythm("weekly", weekday=3), date(2026, 1, 8), date(2026, 11, 6), date(2026, 11, 12)),
    ],
)
def test_the_next_day_follows_the_rhythm(series, last, today, day):
    assert next_day(series, last, today) == day


@pytest.mark.parametrize(
    ("holiday", "day"),
    [("same", date(2026, 5, 4)), ("after", date(2026, 5, 5)), ("before", date(2026, 5, 1))],
)
def test_a_bank_holiday_moves_the_day_as_the_series_says(holiday, day):
    series = rhythm("weekly", weekday=0, on_holiday=holiday)
    assert next_day(series, date(2026, 4, 27), date(2026, 4, 28)) == day


def test_a_day_moved_by_a_holiday_does_not_move_those_after_it():
    series = rhythm("weekly", weekday=0, on_holiday="after")
    assert next_day(series, date(2026, 5, 5), date(2026, 5, 6)) == date(2026, 5, 11)


def test_a_kind_proposes_its_rhythm_to_a_new_series():
    body = {
        "rhythm": {"every": "monthly", "day": "The last Friday", "working-day": "before"},
        "quorum": {"people": 4},
    }
    found = of_kind(body)
    assert (found["every"], found["weekday"], found["which"], found["quorum"]) == ("monthly", 4, 5, 4)
    assert in_words(MeetingSeries(**{**found, "reference_terms": ""})) == (
        "Every month, the last Friday, at 10:00; on a bank holiday or weekend the working day before"
    )


@standing
def series(world):
    """A series of the owner's with probation as a standing member."""
    with visibility.reading(world.people.reader("owner")):
        return begin(world.people, "of tests")[0]


def call(world, series, **when):
    """The next meeting of the series, so long from now."""
    starts = timezone.now() + timedelta(**when)
    return services.call_next(actor=world.people.reader("owner"), series=series, starts_at=starts)


def items(meeting):
    """{title: item} of a meeting's agenda, in order."""
    rows = AgendaItem.objects.filter(record_id=meeting.pk, removed_at=None).order_by("position", "pk")
    return {row.title: row for row in rows}


@standing
def held(world, series):
    """(a meeting of the series that was held an hour ago, an action of it that is still open)."""
    actor = world.people.reader("owner")
    with visibility.reading(actor):
        return _held(world, series, actor)


def _held(world, series, actor):
    meeting = call(world, series, hours=-1).meeting
    conduct.start(actor=actor, meeting=meeting)
    about = conduct.add_item(actor=actor, meeting=meeting, about=Record.objects.get(pk=world.pvp.pk))
    raised = conduct.raise_action(
        actor=actor,
        meeting=meeting,
        item=about,
        title="Call at the wharf",
        owner=world.people.memberships["owner"],
        due=timezone.localdate() + timedelta(days=5),
    )
    return Meeting.objects.get(pk=meeting.pk), raised


@standing
def called(world, series, held):
    """The next meeting of the series after that one."""
    with visibility.reading(world.people.reader("owner")):
        return call(world, series, days=2).meeting


def test_the_next_meeting_has_what_its_kind_says_and_the_members_are_invited(world, series):
    with visibility.reading(world.people.reader("owner")):
        called = call(world, series, days=2)
        meeting = called.meeting
        assert meeting.of_series_id == series.pk and meeting.framework_version == kind()
        people = Attendance.objects.filter(record_id=meeting.pk).values_list("person_id", flat=True)
        assert world.people.memberships["granted"].pk in people and called.left_out == []
        titles = list(items(meeting))
        assert titles[0] == kind().body["items"][0]["title"]
        triggers = titles.index("New triggers")
        assert f"{world.ocg.reference} {world.ocg.title}" in titles[triggers + 1 :]


def test_a_record_is_on_the_agenda_once_and_only_of_the_kinds_that_the_item_names(world, called):
    with visibility.reading(world.people.reader("owner")):
        rows = list(items(called).values())
        about = [row.about_id for row in rows if row.about_id]
        assert len(about) == len(set(about)) and world.pvp.pk not in about


def test_open_actions_of_the_last_meeting_are_carried_one_by_one(world, held, called):
    _, raised = held
    with visibility.reading(world.people.reader("owner")):
        (row,) = CarriedAction.objects.filter(record_id=called.pk)
        assert (row.action_id, row.about_id, row.times) == (raised.action_id, world.pvp.pk, 0)
        assert row.item.title == "Actions, overdue first"


@pytest.mark.slow
def test_an_action_carried_twice_says_so_and_one_that_ended_is_not_carried(world, series, held, called):
    actor, (_, raised) = world.people.reader("owner"), held
    with visibility.reading(actor):
        second = call(world, series, days=4).meeting
        assert CarriedAction.objects.get(record_id=second.pk).times == 1
        action = raised.action
        action.refresh_from_db()
        tracker.finish(actor=actor, action=action, version=action.version, outcome="Done")
        third = call(world, series, days=6).meeting
        assert not CarriedAction.objects.filter(record_id=third.pk).exists()


def test_who_may_not_open_the_record_of_a_carried_action_does_not_see_the_line(world, called):
    partner = world.people.reader("granted")
    with visibility.reading(partner):
        assert visibility.visible_to(partner, Meeting).filter(pk=called.pk).exists()
        assert not visibility.visible_to(partner, CarriedAction).filter(record_id=called.pk).exists()


def test_minutes_that_are_not_approved_are_an_item_of_the_next_meeting(world, held, called):
    before, _ = held
    with visibility.reading(world.people.reader("owner")):
        (item,) = AgendaItem.objects.filter(record_id=called.pk, about_id=before.pk)
        assert "to be agreed" in item.title


def test_a_meeting_starts_with_the_minutes_to_agree_even_if_the_item_was_removed(world, held, called):
    actor, (before, _), meeting = world.people.reader("owner"), held, called
    with visibility.reading(actor):
        item = AgendaItem.objects.get(record_id=meeting.pk, about_id=before.pk)
        with refused("missing", field="reason"):
            conduct.remove_item(actor=actor, meeting=meeting, item=item)
        conduct.remove_item(actor=actor, meeting=meeting, item=item, reason="Later")
        assert AgendaItem.objects.get(pk=item.pk).removed_why == "Later"
        conduct.start(actor=actor, meeting=meeting)
        first = next(iter(items(meeting).values()))
        assert first.about_id == before.pk


def test_an_item_that_was_not_reached_comes_back_with_a_counter(world, series, held):
    actor, (before, _) = world.people.reader("owner"), held
    with visibility.reading(actor):
        conduct.add_item(actor=actor, meeting=before, title="Lighting at the wharf")
        meeting = call(world, series, days=2).meeting
        item = items(meeting)["Lighting at the wharf"]
        assert item.times_carried == 1 and item.carried_from.record_id == before.pk
        assert meeting_before(actor, meeting).pk == before.pk


def test_a_meeting_of_the_series_is_not_called_twice_for_one_time(world, series):
    actor, starts = world.people.reader("owner"), timezone.now() + timedelta(days=2)
    with visibility.reading(actor):
        services.call_next(actor=actor, series=series, starts_at=starts)
        with refused("twice"):
            services.call_next(actor=actor, series=series, starts_at=starts)


def test_who_only_views_a_series_calls_no_meeting_of_it(world):
    partner = world.people.reader("granted")
    with visibility.reading(partner), pytest.raises(PermissionDenied):
        services.call_next(actor=partner, series=world.series, starts_at=timezone.now())


def test_the_next_meeting_is_two_clicks_from_the_series(world, sign_in):
    client = sign_in("owner")
    address = reverse("meetings:series_next", args=[world.series.uuid])
    assert address in client.get(reverse("meetings:series", args=[world.series.uuid])).content.decode()
    form = client.get(address).context["form"]
    day, hour = form.initial["day"], form.initial["hour"]
    sent = {"day_day": day.day, "day_month": day.month, "day_year": day.year, "hour": f"{hour:%H:%M}"}
    answer = client.post(address, sent, follow=True)
    meeting = Meeting.objects.get(of_series_id=world.series.pk)
    assert answer.request["PATH_INFO"] == reverse("meetings:agenda", args=[meeting.uuid])


def test_a_series_begins_with_what_its_kind_proposes(world, sign_in):
    client, version = sign_in("owner"), kind()
    address = f"{reverse('meetings:series_new')}?kind={version.uuid}"
    form = client.get(address).context["form"]
    assert form.initial["every"] == "monthly" and form.initial["title"] == version.body["title"]


def test_an_item_is_put_at_a_place_of_the_list(called, sign_in):
    last = list(items(called).values())[-1]
    sign_in("owner").post(reverse("meetings:move", args=[called.uuid, last.uuid]), {"to": "2"})
    assert list(items(called).values())[1] == last


def test_the_agenda_says_why_a_record_is_on_it(world, series, sign_in):
    with visibility.reading(world.people.reader("owner")):
        meeting = call(world, series, days=2).meeting
    page = sign_in("owner").get(reverse("meetings:agenda", args=[meeting.uuid]))
    item = next(item for item in page.context["items"] if item.about_id == world.ocg.pk)
    assert item.why.startswith("New on ") and item.why in page.content.decode()


def test_an_item_that_was_discussed_needs_an_outcome_before_the_meeting_closes(world, held):
    actor, (meeting, raised) = world.people.reader("owner"), held
    with visibility.reading(actor):
        with refused("no_outcome") as caught:
            conduct.close(actor=actor, meeting=meeting)
        assert raised.item.title in caught.value.message
        conduct.record_outcome(actor=actor, meeting=meeting, item=raised.item, outcome="no-change")
        conduct.close(actor=actor, meeting=meeting)
        untouched = AgendaItem.objects.filter(record_id=meeting.pk, standing="exception", about=None).get()
        assert untouched.outcome == "not-reached"
