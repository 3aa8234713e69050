"""Figures over several meetings: each for the reader's own sight, and hours by a formula that is shown."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings.figures import selectors
from meetings.issue.services import tidy
from meetings.models import AgendaItem, Decision, Meeting, MinutesReading
from meetings.services import conduct
from pam.access import visibility
from pam.access.models import Grant
from pam.audit.models import LogEntry
from pam.records.bulk import rows
from pam.records.models import Record
from pam.reference.services.settings import set_general
from tests.meetings import room as rooms
from tests.standing import standing


def figures_of(world, persona, **more):
    reader = world.people.reader(persona)
    today = timezone.localdate()
    chosen = {"since": today - timedelta(days=365), "until": today + timedelta(days=2), **more}
    with visibility.reading(reader):
        meetings = selectors.ended_meetings(reader, chosen)
        return {
            "meetings": meetings,
            "actions": selectors.action_counts(reader, meetings),
            "decisions": list(selectors.decisions(reader, meetings)),
            "attendance": selectors.attendance_by_agency(reader, meetings),
            "hours": selectors.hours_given_back(reader, meetings),
            "found": selectors.found_in_minutes(reader, meetings, more.get("q", "")),
        }


@standing
def room(world):
    return rooms.closed(world)


def test_actions_are_counted_by_agency_and_owner_as_far_as_the_reader_sees_them(world, room):
    for raised in room.raised.values():
        action = raised.action
        action.due = timezone.localdate() - timedelta(days=1)
        action.save()
    mine = {row.agency: (row.open, row.overdue, row.carried) for row in figures_of(world, "owner")["actions"]}
    assert mine == {"Northshire Probation Service": (1, 1, 0), "Northshire Police": (1, 1, 0)}
    theirs = {row.agency for row in figures_of(world, "granted")["actions"]}
    assert theirs == {"Northshire Probation Service"}


def test_the_register_and_the_search_hold_what_the_reader_may_see_and_nothing_else(world, room):
    mine, theirs = (figures_of(world, persona, q="Said") for persona in ("owner", "granted"))
    assert {row.pk for row in mine["decisions"]} == {row.pk for row in room.decisions.values()}
    assert room.decisions["pvp"].pk not in {row.pk for row in theirs["decisions"]}
    assert "canaryhidden" in str(mine["found"]) and "canaryhidden" not in str(theirs["found"])


def test_attendance_is_by_agency_with_its_share(world, room):
    found = {
        row.agency: (row.invited, row.present, row.share) for row in figures_of(world, "owner")["attendance"]
    }
    assert found["Northshire Probation Service"] == (1, 1, 100)


def test_hours_given_back_are_before_less_now_times_how_often_and_none_until_it_was_asked(world, room):
    police = world.people.agencies["police"]
    assert all(step.before is None and step.hours == 0 for step in figures_of(world, "owner")["hours"])
    set_general("meetings.before_minutes", 195, agency=police)
    steps = {step.label: step for step in figures_of(world, "owner")["hours"]}
    assert steps["Writing the minutes"].hours == (195 - 15) * 1 / 60
    assert steps["Chasing an action"].times == 2


def test_a_series_or_a_kind_narrows_the_meetings(world, room):
    assert [one.pk for one in figures_of(world, "owner", series="tasking")["meetings"]] == [room.meeting.pk]
    assert figures_of(world, "owner", series="other")["meetings"] == []
    assert figures_of(world, "owner", kind="marac")["meetings"] == []


@pytest.mark.slow
def test_the_page_shows_the_formula_and_costs_the_same_for_two_meetings_as_for_one(world, room, sign_in):
    meeting = Meeting.objects.get(pk=room.meeting.pk)
    meeting.starts_at = timezone.now() - timedelta(hours=2)
    meeting.save()
    client, address = sign_in("owner"), reverse("meetings:figures")
    page = client.get(address).content.decode()
    assert "Hours = (minutes before − minutes now) × how often ÷ 60" in page
    with CaptureQueriesContext(connection) as first:
        client.get(address)
    other = rooms.closed(world).now()
    other.starts_at = timezone.now() - timedelta(hours=3)
    other.save()
    with CaptureQueriesContext(connection) as second:
        client.get(address)
    assert len(second) == len(first)


def test_agencies_are_drawn_by_what_ended_is_open_and_is_overdue():
    counts = [
        selectors.ActionCount("Police", "A", open=3, overdue=1, ended=1),
        selectors.ActionCount("Police", "B", open=1),
        selectors.ActionCount("Council", "C", ended=2),
    ]
    police, council = selectors.by_agency(counts)
    assert police.parts == [("done", 0.0, 20.0), ("open", 20.0, 60.0), ("overdue", 80.0, 20.0)]
    assert council.parts == [("done", 0.0, 40.0), ("open", 40.0, 0.0), ("overdue", 40.0, 0.0)]


def test_the_minutes_of_a_standing_item_are_added_up_over_meetings_for_what_the_reader_may_see(world, room):
    number = room.meeting.pk
    plain, ocg, pvp = (room.items[name].pk for name in ("plain", "ocg", "pvp"))
    for pk, spent in ((plain, 120), (ocg, 600), (pvp, 900)):
        rows(AgendaItem).filter(pk=pk).update(standing="reviews", planned_minutes=5, spent=spent)
    found = {}
    for persona in ("owner", "granted"):
        reader = world.people.reader(persona)
        with visibility.reading(reader):
            meetings = list(visibility.visible_to(reader, Meeting).filter(pk=number))
            (row,) = selectors.item_lengths(reader, meetings)
        found[persona] = (row.title, row.times, row.planned, row.took, row.over)
    assert found == {"owner": ("Welcome", 1, 15, 27, 12), "granted": ("Welcome", 1, 10, 12, 2)}


@pytest.mark.slow
def test_issued_minutes_are_read_together_each_in_the_readers_own_copy_and_cost_the_same(
    world, approved_room, sign_in
):
    rooms.approved(world)
    address = reverse("meetings:minutes_together")
    told = sign_in("owner").get(address).content.decode()
    assert told.count('<article class="pam-minutes') == 2 and "canaryhidden" in told
    client = sign_in("granted")
    told = client.get(address, {"series": "tasking"}).content.decode()
    assert told.count('<article class="pam-minutes') == 2 and "canaryhidden" not in told
    assert MinutesReading.objects.filter(author=world.people.memberships["granted"]).count() == 2
    assert LogEntry.objects.filter(operation="open minutes", verb="disclosure").count() == 1
    assert "No minutes in these days" in client.get(address, {"series": "other"}).content.decode()
    with CaptureQueriesContext(connection) as two:
        client.get(address)
    rooms.approved(world)
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(two) == len(three)


def taken(client, **typed):
    """The register of decisions as data, taken by a reader."""
    typed = {"kind": "json", "recipient": "Me", "reason": "Tasking"} | typed
    answer = client.post(reverse("meetings:decisions_download"), typed)
    return json.loads(b"".join(answer.streaming_content))


def test_a_decision_about_what_may_not_be_copied_is_in_no_file_and_one_that_is_names_its_record(
    world, room, sign_in
):
    ocg, client = world.ocg.pk, sign_in("granted")
    assert "canaryshared" in str(taken(client))
    log = LogEntry.objects.filter(operation="download list").latest("pk")
    assert set(log.records) == {room.meeting.pk, ocg}, "what the decision is about leaves too"
    probation = world.people.agencies["probation"]
    Grant.objects.filter(content_object_id=ocg, group_id=probation.principal_id).update(
        conditions=["no-print"]
    )
    told = taken(client)
    assert "canaryshared" not in str(told) and "canarymeeting" in str(told)
    assert "1 row is left out" in told["notes"][0]
    assert ocg not in LogEntry.objects.filter(operation="download list").latest("pk").records


def test_a_file_of_decisions_is_marked_as_high_as_what_they_are_about(world, room, sign_in):
    rows(Record).filter(pk=room.meeting.pk).update(marking=1)
    told = taken(sign_in("owner"))
    assert told["marking"] == "OFFICIAL-SENSITIVE"
    assert {row["Marking"] for row in told["rows"]} == {"OFFICIAL", "OFFICIAL-SENSITIVE"}


def test_what_is_found_in_minutes_is_logged_as_a_look_at_what_it_is_about(world, room, sign_in):
    rows(Decision).filter(record_id=room.meeting.pk).update(about=None)
    sign_in("owner").get(reverse("meetings:figures"), {"q": "Said"})
    log = LogEntry.objects.filter(operation="list", detail="Decisions of meetings").latest("pk")
    assert {world.ocg.pk, world.pvp.pk} <= set(log.records)


def test_who_does_not_run_a_meeting_finds_what_its_issued_minutes_say_and_not_what_was_typed(world, room):
    def found(persona, words):
        return str(figures_of(world, persona, q=words)["found"])

    assert "Said" in found("owner", "Said canaryshared")
    assert "Said" not in found("granted", "canaryshared"), "minutes wait to be approved"
    with room.reading():
        row = AgendaItem.objects.get(pk=room.items["ocg"].pk)
        tidy(actor=room.chair, meeting=room.now(), item=row, text="Kept short canaryshared")
        conduct.approve(actor=room.chair, meeting=room.now())
    theirs = found("granted", "canaryshared")
    assert "Kept short" in theirs and "Said" not in theirs
    assert "canaryhidden" not in found("granted", "canaryhidden")
