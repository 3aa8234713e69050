"""Approval, one copy per audience, the files."""

import threading
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections, transaction

from meetings import tasks
from meetings.models import Meeting, MinutesCopy
from meetings.selectors import sight as sight_selectors
from meetings.services import conduct
from meetings.services import minutes as making
from pam.access import visibility
from pam.access.models import Grant
from pam.audit.models import LogEntry
from pam.disclosure.services.shares import revoke
from pam.pdf import PdfUnavailable
from pam.records import making as files
from tests.meetings import room as rooms
from tests.pdf.reading import text_of
from tests.refusals import refused
from tests.world.people import make_people


def copy_for(copies, persona, people):
    """The first copy that a persona may read, as the wall shows it."""
    reader, of_meeting = people.reader(persona), {"record_id": copies[0].record_id}
    with visibility.reading(reader):
        found = list(visibility.visible_to(reader, MinutesCopy).filter(**of_meeting).order_by("number"))
        assert [c.pk for c in MinutesCopy.objects.filter(**of_meeting).order_by("number")] == [
            c.pk for c in found
        ]
    return found[0] if found else None


def words_of(copy):
    """The text of the PDF of a copy."""
    copy.refresh_from_db()
    with copy.file.open("rb") as file:
        return text_of(file.read())


def test_one_copy_for_each_audience(world, approved_room):
    room, copies = approved_room
    assert [copy.label for copy in copies] == ["Full copy", "Copy for Northshire Probation Service"]
    assert [copy.withheld for copy in copies] == [False, True]
    assert set(copies[0].about_records) == {world.ocg.pk, world.pvp.pk}
    assert copies[1].about_records == [world.ocg.pk]
    assert (
        room.now().state == Meeting.State.APPROVED
        and room.now().approved_by == room.people.memberships["owner"]
    )


def test_the_partners_copy_leaves_out_what_the_partner_may_not_see_and_calls_the_rest_as_all_copies_do(
    world, approved_room
):
    _, copies = approved_room
    assert "canaryhidden" not in str(copies[1].content) and world.pvp.reference not in str(copies[1].content)
    full, partner = ({i["title"]: i for i in copy.content["items"]} for copy in copies[:2])
    assert copies[1].content["withheld"] and set(partner) < set(full)
    for title, item in partner.items():
        assert item["number"] == full[title]["number"]
        assert {d["code"] for d in item["decisions"]} <= {d["code"] for d in full[title]["decisions"]}
        assert {a["code"] for a in item["actions"]} <= {a["code"] for a in full[title]["actions"]}
    assert "canaryhidden" in str(copies[0].content)


def test_the_partner_reads_only_their_copy_and_the_chair_checks_both(approved_room):
    room, copies = approved_room
    assert copy_for(copies, "granted", room.people).pk == copies[1].pk
    assert copy_for(copies, "owner", room.people).pk == copies[0].pk
    assert room.people.memberships["owner"].principal_id in copies[1].for_principals
    assert copy_for(copies, "colleague", room.people) is None


def test_everybody_who_sees_the_same_gets_the_same_copy(world):
    _, copies = rooms.approved(world, invite=("granted", "colleague"))
    people = world.people
    plain = next(c for c in copies if people.memberships["colleague"].principal_id in c.for_principals)
    assert plain.label == "Copy for Northshire Police" and plain.about_records == []
    assert len(copies) == 3


def test_the_copies_say_withheld_also_if_nobody_may_see_that_something(world, closed_room):
    room = closed_room
    with visibility.reading(room.chair):
        found = sight_selectors.audiences(actor=room.chair, meeting=room.meeting)
        assert not found[0].withheld
    with connection.cursor() as cursor:  # the case now belongs to a team that nobody at the meeting is in
        team = room.people.teams["council"].pk
        cursor.execute("UPDATE records_record SET team_id = %s WHERE id = %s", [team, world.pvp.pk])
        cursor.execute("DELETE FROM access_grant WHERE record_id = %s", [world.pvp.pk])
    with visibility.reading(room.chair):
        found = sight_selectors.audiences(actor=room.chair, meeting=room.meeting)
    assert {audience.withheld for audience in found} == {True}


def test_who_loses_a_record_loses_the_copy_that_speaks_of_it(world, approved_room):
    room, copies = approved_room
    with room.reading():
        grant = Grant.objects.get(
            content_object_id=world.ocg.pk, group_id=room.people.agencies["probation"].principal_id
        )
        revoke(actor=room.chair, grant=grant, reason="The joint plan ended")
    assert copy_for(copies, "granted", room.people) is None


@pytest.mark.slow
def test_two_copies_for_one_agency_do_not_tell_their_readers_of_each_other(world, sign_in):
    room, copies = rooms.approved(world, invite=("colleague", "superuser"))
    assert [copy.label for copy in copies] == ["Full copy", "Copy for Northshire Police"]
    body = sign_in("colleague").get(f"/meetings/{room.meeting.uuid}/minutes/").content.decode()
    assert "Sue Super" in body and "Full copy" not in body and body.count("Copy for Northshire Police") == 2
    assert (
        "Colin Colleague, Olive Owner, Sue Super"
        in sign_in("owner").get(f"/meetings/{room.meeting.uuid}/minutes/").content.decode()
    )


def test_only_the_chair_or_another_chair_approves_and_only_a_closed_meeting(held_room):
    room = held_room
    with room.reading(), refused("wrong_state"):
        conduct.approve(actor=room.chair, meeting=room.meeting)
    with room.reading():
        conduct.close(actor=room.chair, meeting=room.meeting)
    secretary = room.people.reader("low_clearance")
    with visibility.reading(secretary), pytest.raises(PermissionDenied):
        conduct.approve(actor=secretary, meeting=room.meeting)


def test_after_approval_nothing_can_be_changed(approved_room):
    room, _ = approved_room
    item, row = room.items["plain"], room.attendance_of("granted")
    with room.reading():
        known = {"actor": room.chair, "meeting": room.meeting}
        for change in (
            lambda: conduct.approve(**known),
            lambda: conduct.decide(**known, item=item, text="x", rationale="y"),
            lambda: conduct.write_notes(**known, item=item, notes="x", version=2),
            lambda: conduct.add_item(**known, title="x"),
            lambda: conduct.remove_item(**known, item=item),
            lambda: conduct.take_attendance(**known, attendance=row, state="absent"),
            lambda: conduct.invite(**known, people=[room.people.memberships["colleague"]]),
            lambda: conduct.save_meeting(**known, version=room.now().version),
        ):
            with refused("wrong_state"):
                change()


@pytest.mark.slow
def test_the_pdf_of_the_partners_copy_holds_no_canary_and_says_withheld(world):
    Grant.objects.filter(content_object_id=world.ocg.pk).update(
        conditions=["source"], condition_text="Ring Olive first."
    )
    room, copies = rooms.approved(world)
    for copy in copies:
        tasks.make_minutes(copy.pk)
    full, partner = words_of(copies[0]), words_of(copies[1])
    assert "canaryhidden" in full and "withheld" not in full
    assert "canaryhidden" not in partner and world.pvp.reference not in partner
    assert "Part of these minutes is withheld from this copy" in partner
    assert "Protect where it came from" in partner and "Ring Olive first." in partner, (
        "what was shared on conditions says so"
    )
    assert "Protect where it came from" not in full, "the owner team reads its own on none"
    assert "canaryshared" in partner and "OFFICIAL-SENSITIVE" in partner and "Gita Granted" in partner


@pytest.mark.slow
def test_a_copy_is_made_once_whoever_asks_again(approved_room, place, blank):
    _, copies = approved_room
    assert making.make(copies[0].pk) is True
    copies[0].refresh_from_db()
    first = copies[0].made_at
    assert making.make(copies[0].pk) is False
    copies[0].refresh_from_db()
    assert copies[0].made_at == first and copies[0].state == MinutesCopy.State.MADE
    tasks.make_waiting_minutes()
    assert len(list(place.rglob("minutes/**/*.pdf"))) == len(copies)
    assert making.waiting() == []


@pytest.mark.slow
def test_a_file_left_by_a_killed_worker_is_named_by_no_row_and_goes_as_a_leftover(
    approved_room, monkeypatch, place, settings
):
    from pam.retention import leftovers

    _, copies = approved_room

    def dies(copy, pdf):
        left = place / f"minutes/{copy.created:%Y/%m}/half.pdf"
        left.parent.mkdir(parents=True, exist_ok=True)
        left.write_bytes(pdf[:99])
        raise KeyboardInterrupt

    whole = files._store
    monkeypatch.setattr(files, "_store", dies)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        making.make(copies[1].pk)
    copies[1].refresh_from_db()
    assert copies[1].state == MinutesCopy.State.WAITING and not copies[1].file
    monkeypatch.setattr(files, "_store", whole)
    tasks.make_waiting_minutes()
    assert "canaryshared" in words_of(copies[1])
    settings.LEFTOVER_HOURS = 0
    assert leftovers.remove() == 1
    assert len(list(place.rglob("minutes/**/*.pdf"))) == len(copies)


def test_without_pango_the_minutes_wait_and_say_why(approved_room, blank, monkeypatch):
    _, copies = approved_room

    def unavailable(*args, **kwargs):
        raise PdfUnavailable("The Pango library is missing.")

    monkeypatch.setattr(making, "render_minutes", unavailable)
    assert making.make(copies[0].pk) is False
    copies[0].refresh_from_db()
    assert copies[0].state == MinutesCopy.State.WAITING and "Pango" in copies[0].problem
    assert copies[0].pk not in making.waiting()  # it rests for a minute
    monkeypatch.undo()
    assert making.make(copies[0].pk) is True
    copies[0].refresh_from_db()
    assert copies[0].problem == ""


def approved_alone(people):
    """The copies of a meeting that is about no record."""
    room = rooms.Room(SimpleNamespace(people=people))
    with room.reading():
        meeting = conduct.call_meeting(actor=room.chair, meeting=rooms.new_meeting(people))
        conduct.add_item(actor=room.chair, meeting=meeting, title="Welcome")
        conduct.start(actor=room.chair, meeting=meeting)
        conduct.all_present(actor=room.chair, meeting=meeting)
        conduct.close(actor=room.chair, meeting=meeting)
        return conduct.approve(actor=room.chair, meeting=meeting)


@pytest.mark.slow
def test_two_workers_at_the_same_copy_make_it_once(committed, place, blank, monkeypatch):
    monkeypatch.setattr(making, "_nudge", lambda copies: None)
    copies = approved_alone(make_people())
    rendering, go_on, made = threading.Event(), threading.Event(), []
    render = making.render_minutes

    def slowly(*args, **kwargs):
        rendering.set()
        assert go_on.wait(20)
        return render(*args, **kwargs)

    monkeypatch.setattr(making, "render_minutes", slowly)

    def work():
        try:
            made.append(making.make(copies[0].pk))
        finally:
            connections.close_all()

    first = threading.Thread(target=work)
    first.start()
    assert rendering.wait(20)
    assert making.make(copies[0].pk) is False  # the other one is at it
    go_on.set()
    first.join(30)
    assert made == [True]
    assert len(list(place.rglob("minutes/**/*.pdf"))) == 1


def test_the_approval_succeeds_with_the_queue_stopped(
    closed_room, sign_in, settings, django_capture_on_commit_callbacks
):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    room = closed_room
    client = sign_in("owner")
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        answer = client.post(f"/meetings/{room.meeting.uuid}/minutes/approve/", follow=True)
    assert callbacks and answer.status_code == 200
    assert "Copies appear here when they are ready" in answer.content.decode()
    waiting = MinutesCopy.objects.filter(record_id=room.meeting.pk, state="waiting")
    assert len(waiting) == 2 and {copy.pk for copy in waiting} <= set(making.waiting())


@pytest.mark.slow
def test_each_download_is_logged_and_a_partners_is_a_disclosure(world, approved_room, blank, sign_in):
    room, copies = approved_room
    tasks.make_waiting_minutes()
    answer = sign_in("granted").get(f"/meetings/minutes/{copies[1].uuid}/")
    assert answer["Content-Disposition"] == f'attachment; filename="Minutes {room.meeting.reference}.pdf"'
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    row = LogEntry.objects.filter(operation="download").latest("pk")
    assert row.verb == LogEntry.Verb.DISCLOSURE and row.recipient == "Northshire Probation Service"
    assert row.records == [room.meeting.pk, world.ocg.pk]
    sign_in("owner").get(f"/meetings/minutes/{copies[1].uuid}/")
    assert LogEntry.objects.filter(operation="download").latest("pk").verb == LogEntry.Verb.CONSULTATION


@pytest.mark.slow
def test_another_audiences_copy_is_as_absent_as_one_that_never_was(approved_room, blank, sign_in):
    _, copies = approved_room
    tasks.make_waiting_minutes()
    client = sign_in("granted")
    hidden = client.get(f"/meetings/minutes/{copies[0].uuid}/")
    absent = client.get("/meetings/minutes/00000000-0000-4000-8000-000000000000/")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
