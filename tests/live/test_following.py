"""Pages that ask what is new: answered without the database while nothing is, else by the gate."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.live import services as live
from meetings.live import views
from meetings.models import AgendaItem, Decision, MeetingAction
from pam.access import visibility
from pam.access.models import Grant, Membership
from pam.audit.models import LogEntry
from pam.live import following, shared, versions
from pam.live.sights import sight_of
from pam.records.bulk import rows
from pam.records.models import Record
from tests.live.redis import FakeRedis
from tests.meetings import room as rooms


@pytest.fixture
def redis(monkeypatch):
    fake = FakeRedis()
    monkeypatch.setattr(versions, "client", lambda: fake)
    monkeypatch.setitem(versions._away, "until", 0.0)
    shared.forget()
    return fake


@pytest.fixture
def room(held_room):
    return held_room


def ask(client, room, before=None, page="meetings:follow_now"):
    """What is new for a page whose last full answer was `before`."""
    headers = {"HX-Request": "true"}
    if before is not None:
        headers |= {"If-None-Match": before["ETag"], following.HEADER: before[following.HEADER]}
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(reverse(page, args=[room.meeting.uuid]), headers=headers)
    answer.queries = len(queries)
    return answer


def move_to(room, name):
    with room.reading():
        item = AgendaItem.objects.get(pk=room.items[name].pk)
        live.go_to(actor=room.chair, meeting=room.now(), item=item)
    versions._publish(versions.key_of(room.meeting.pk))  # as the commit does


AT_ONCE = 4  # as the owner of the tables: savepoint, who reads, the question, savepoint. As deployed: 1


def test_an_unchanged_meeting_is_answered_by_one_question_to_the_gate(room, redis, sign_in):
    client = sign_in("granted")
    first = ask(client, room)
    assert first.status_code == 200 and "canaryshared" in first.content.decode()
    again = ask(client, room, first)
    assert (again.status_code, again.content) == (304, b"")
    assert 0 < again.queries <= AT_ONCE + 1


def test_a_right_that_ended_ends_with_the_next_question(room, redis, sign_in):
    client = sign_in("granted")
    first = ask(client, room)
    assert ask(client, room, first).status_code == 304
    Grant.objects.filter(content_object_id=room.world.ocg.pk).delete()
    second = ask(client, room, first)
    assert second.status_code == 200 and room.decisions["ocg"].code not in second.content.decode()
    Grant.objects.filter(content_object_id=room.meeting.pk).delete()
    assert ask(client, room, second).status_code == 404


def test_who_is_suspended_or_signed_out_is_shown_nothing_with_the_next_question(room, redis, sign_in):
    client = sign_in("granted")
    first = ask(client, room)
    key = client.cookies["sessionid"].value
    membership = room.people.memberships["granted"]
    type(membership).objects.filter(pk=membership.pk).update(suspended=True)
    assert ask(client, room, first).status_code == 401
    type(membership).objects.filter(pk=membership.pk).update(suspended=False)
    assert ask(client, room, first).status_code == 304
    client.session.delete(key)
    assert ask(client, room, first).status_code == 401


def test_a_part_is_made_once_for_those_who_see_the_same(room, redis, sign_in, monkeypatch):
    made = []
    followed = views._followed
    monkeypatch.setattr(views, "_followed", lambda *given: made.append(1) or followed(*given))
    owner, partner = sign_in("owner"), sign_in("granted")
    first, theirs = ask(owner, room), ask(partner, room)
    move_to(room, "ocg")
    made.clear()
    second = ask(owner, room, first)
    again = ask(owner, room, first)
    assert second.status_code == again.status_code == 200 and second.content == again.content
    assert again.queries <= AT_ONCE + 1 and len(made) == 1
    shown = ask(partner, room, theirs).content.decode()
    assert len(made) == 2 and "canaryshared" in shown and "canaryhidden" not in shown


def test_two_people_of_one_sight_share_a_part_and_their_own_actions_are_theirs(room, redis, sign_in):
    owner, colleague = room.people.memberships["owner"], room.people.memberships["colleague"]
    with room.reading():
        rooms.conduct.invite(actor=room.chair, meeting=room.now(), people=[colleague])
    sights = {}
    for member in (owner, colleague):
        reader = room.people.reader("owner" if member is owner else "colleague")
        with visibility.reading(reader):
            sights[member.pk] = sight_of("meeting", room.meeting.uuid, member.pk)
            other = owner if member is colleague else colleague
            as_other = sight_of("meeting", room.meeting.uuid, other.pk)
        assert (as_other == sights[member.pk]) == (member is colleague)
    assert "Your actions" in ask(sign_in("owner"), room).content.decode()
    assert "Your actions" not in ask(sign_in("colleague"), room).content.decode()


def test_what_is_shared_holds_until_the_session_changes(room, redis, sign_in):
    client = sign_in("granted")
    first = ask(client, room)
    session = client.session
    session["acting_for"] = room.people.memberships["granted"].pk
    session.save()
    assert ask(client, room, first).queries > AT_ONCE + 1
    assert ask(client, room, first).queries <= AT_ONCE + 1


def test_a_follower_is_shown_where_the_room_is(room, redis, sign_in):
    client = sign_in("granted")
    first = ask(client, room)
    move_to(room, "ocg")
    second = ask(client, room, first)
    assert second.status_code == 200 and 'aria-current="step"' in second.content.decode()


def test_a_commit_of_a_verb_is_told_to_those_who_follow(
    room, redis, sign_in, django_capture_on_commit_callbacks
):
    client = sign_in("granted")
    first = ask(client, room)
    with django_capture_on_commit_callbacks(execute=True), room.reading():
        item = AgendaItem.objects.get(pk=room.items["ocg"].pk)
        rooms.conduct.decide(actor=room.chair, meeting=room.now(), item=item, text="Go", rationale="So")
    second = ask(client, room, first)
    assert second.status_code == 200 and second["ETag"] != first["ETag"]


def test_an_item_that_the_follower_may_not_see_is_not_named(room, redis, sign_in):
    move_to(room, "pvp")
    told = ask(sign_in("granted"), room).content.decode()
    assert "an item that is not shown here" in told
    assert "canaryhidden" not in told and "PVP-" not in told


def test_what_changes_unseen_answers_the_same_bytes_as_nothing(room, redis, sign_in):
    client = sign_in("granted")
    first = ask(client, room)
    nothing = ask(client, room, first)
    with room.reading():
        item = AgendaItem.objects.get(pk=room.items["pvp"].pk)
        rooms.conduct.decide(actor=room.chair, meeting=room.now(), item=item, text="Yes", rationale="So")
    versions._publish(versions.key_of(room.meeting.pk))
    unseen = ask(client, room, first)
    assert unseen.queries > AT_ONCE + 1
    assert (unseen.status_code, unseen.content) == (nothing.status_code, nothing.content)
    volatile = {"X-Request-ID", "Content-Security-Policy"}
    assert {k: v for k, v in unseen.headers.items() if k not in volatile} == {
        k: v for k, v in nothing.headers.items() if k not in volatile
    }


def test_the_gate_is_asked_again_once_the_answer_is_old(room, redis, sign_in):
    client = sign_in("granted")
    first = ask(client, room)
    redis.kept = {key: value for key, value in redis.kept.items() if not key.startswith("live:to:")}
    assert ask(client, room, first).queries > AT_ONCE + 1


def test_without_redis_the_database_answers_and_asks_for_patience(room, redis, sign_in):
    redis.away = True
    client = sign_in("granted")
    first = ask(client, room)
    assert first.status_code == 200 and first["X-Pam-Every"] == following.SLOWLY
    again = ask(client, room, first)
    assert again.status_code == 304 and again.queries > 0
    assert redis.asked == 1  # it rests before it is asked again


def test_another_persons_ticket_is_no_ticket(room, redis, sign_in):
    mine = ask(sign_in("granted"), room)
    other = ask(sign_in("owner"), room, mine)
    assert other.status_code == 304 or other[following.HEADER] != mine[following.HEADER]
    assert following.read(mine[following.HEADER]).membership == room.people.memberships["granted"].pk


def test_a_ticket_that_was_made_up_is_none():
    assert following.read("made:up:ticket") is None


def test_a_person_without_access_follows_nothing(room, redis, sign_in):
    assert ask(sign_in("other_force"), room).status_code == 404


def test_a_look_is_logged_once_for_what_a_page_names(room, redis, sign_in):
    client = sign_in("granted")
    first = ask(client, room)
    seen = LogEntry.objects.filter(records__contains=[room.world.ocg.pk]).count()
    assert seen
    versions._publish(versions.key_of(room.meeting.pk))
    ask(client, room, first)
    assert LogEntry.objects.filter(records__contains=[room.world.ocg.pk]).count() == seen


def test_as_many_queries_for_a_long_agenda_as_for_a_short_one(room, redis, sign_in):
    client = sign_in("granted")
    ask(client, room)
    shared.forget()
    few = ask(client, room).queries
    shared.forget()
    with room.reading():
        for number in range(20):
            rooms.conduct.add_item(actor=room.chair, meeting=room.now(), title=f"Item {number}")
    assert ask(client, room).queries == few


def sight_now(room, persona):
    """The fingerprint of what a persona is shown at this moment."""
    with visibility.reading(room.people.reader(persona)):
        return sight_of("meeting", room.meeting.uuid, room.people.memberships[persona].pk)


def test_a_decision_and_an_action_of_the_same_number_are_not_one_sight(room, redis):
    rows(MeetingAction).exclude(pk=room.raised["ocg"].pk).filter(record_id=room.meeting.pk).delete()
    rows(Decision).exclude(pk=room.decisions["ocg"].pk).filter(record_id=room.meeting.pk).delete()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_decision SET id = 900001 WHERE record_id = %s", [room.meeting.pk])
        cursor.execute(
            "UPDATE meetings_meetingaction SET id = 900001 WHERE record_id = %s", [room.meeting.pk]
        )
    hidden = [room.people.memberships["colleague"].principal_id]
    hidden.append(room.people.memberships["owner"].principal_id)
    told = []
    for closed, open_one in ((Decision, MeetingAction), (MeetingAction, Decision)):
        rows(closed).filter(pk=900001).update(withheld_from=hidden)
        rows(open_one).filter(pk=900001).update(withheld_from=None)
        told.append(sight_now(room, "owner"))
    assert told[0] != told[1]


def test_who_is_cleared_for_less_has_another_sight(room, redis):
    marked = [room.meeting.pk, room.world.ocg.pk]
    rows(Record).filter(pk__in=marked).update(marking=1)
    before = sight_now(room, "granted")
    theirs = rows(Membership).filter(pk=room.people.memberships["granted"].pk)
    theirs.update(clearance=1)
    assert before and sight_now(room, "granted") not in ("", before)
