"""An action is owned by a person, a team or an agency; a person without a sign-in is named beside these."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import ContactPoint
from pam.actions.models import Action
from pam.actions.services import tracker
from pam.actions.services.reminders import enqueue_reminders
from pam.dashboard.selectors.waiting import waiting_rows
from pam.notifications.models import Delivery
from pam.notifications.services import send_due
from tests.actions.world import make_ocg, share_with_probation
from tests.refusals import refused
from tests.standing import standing


@standing
def ocg(people):
    """An OCG that the probation service sees."""
    record = make_ocg(people)
    share_with_probation(people, record)
    Delivery.objects.all().delete()
    return record


def give(people, ocg, owner, **more):
    """An action of the owner's for `owner`."""
    actor = people.reader("owner")
    fields = {"title": "Visit the address", "strand": "pursue", "due": timezone.localdate()} | more
    with visibility.reading(actor):
        return tracker.add(actor=actor, record=ocg, owner=owner, **fields)


def told():
    return {row.recipient_id for row in Delivery.objects.filter(event="action_given")}


def mine(people, persona):
    reader = people.reader(persona)
    with visibility.reading(reader):
        return list(visibility.visible_to(reader, Action).owned_by(reader))


def test_a_team_owns_an_action_and_each_of_its_people_finds_it_among_theirs_and_is_told(people, ocg):
    action = give(people, ocg, people.teams["unit"], holder="PC Ward, beat team")
    assert action.owner_words == "OCG unit, Northshire Police (PC Ward, beat team)"
    assert mine(people, "owner") == [action] and mine(people, "granted") == []
    assert people.memberships["low_clearance"].pk in told(), "who may not open it is dropped at sending"
    assert people.memberships["owner"].pk not in told()
    reader = people.reader("owner")
    with visibility.reading(reader):
        assert [row.title for row in waiting_rows(reader)] == [action.title]


def test_an_agency_owns_an_action_and_its_point_of_contact_is_told(people, ocg):
    probation = people.agencies["probation"]
    ContactPoint.objects.create(agency=probation, team=people.teams["probation"])
    action = give(people, ocg, probation)
    assert (action.owner_words, action.owner_is_agency) == (probation.name, True)
    contacts = set(people.teams["probation"].members.values_list("pk", flat=True))
    assert people.memberships["granted"].pk in told() <= contacts
    assert mine(people, "granted") == [action] and mine(people, "owner") == []


def test_who_is_told_as_the_owner_can_open_it_or_the_mail_is_dropped(people, ocg):
    give(people, ocg, people.teams["unit"])
    send_due()
    row = Delivery.objects.get(recipient=people.memberships["low_clearance"])
    assert row.sent_at is None and row.dropped_at is not None


@pytest.mark.parametrize("kind", ["team", "agency"])
def test_the_people_of_the_owner_report_with_view_alone_and_change_nothing_else(people, ocg, kind):
    owner = people.teams["probation"] if kind == "team" else people.agencies["probation"]
    action, actor = give(people, ocg, owner), people.reader("granted")
    with visibility.reading(actor):
        mine_now = visibility.visible_to(actor, Action).get(pk=action.pk)
        assert visibility.level(actor, mine_now) == Level.VIEW
        with (
            connection.cursor() as cursor,
            pytest.raises(Exception, match="reports on it and changes nothing"),
        ):
            with transaction.atomic():
                cursor.execute("UPDATE actions_action SET title = 'x' WHERE id = %s", [action.pk])
        done = tracker.finish(actor=actor, action=mine_now, version=mine_now.version, outcome="Done")
    assert done.status == "done"


def test_a_colleague_of_another_agency_does_not_report_for_the_owner(people, ocg):
    action = give(people, ocg, people.teams["probation"])
    actor = people.reader("owner")
    assert mine(people, "owner") == []
    other = people.reader("other_force")
    with visibility.reading(other):
        assert not visibility.visible_to(other, Action).filter(pk=action.pk).exists()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE actions_action SET status = 'done' WHERE id = %s", [action.pk])
            assert cursor.rowcount == 0
    assert actor.agency_id != other.agency_id


def test_a_team_or_agency_in_which_nobody_would_see_it_cannot_own_it(people, ocg):
    for owner in (people.agencies["council"], people.teams["homes"]):
        with refused("owner_cannot_see"):
            give(people, ocg, owner)


@pytest.mark.parametrize(
    "changed",
    ["owner_team_id = (SELECT min(id) FROM access_team)", "holder = 'PC Ward'"],
)
def test_the_database_holds_that_one_alone_owns_it(people, ocg, changed):
    action = give(people, ocg, people.memberships["granted"])
    with pytest.raises(IntegrityError, match="action_has_one_owner"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE actions_action SET {changed} WHERE id = %s", [action.pk])


def test_an_owner_is_changed_on_the_page_from_a_person_to_a_team_and_back_and_the_history_says_so(
    people, ocg, sign_in
):
    action, client = give(people, ocg, people.memberships["granted"]), sign_in("owner")
    page = reverse("actions:edit", args=[action.uuid])
    day = timezone.localdate()
    typed = {"title": action.title, "strand": "pursue", "due_day": day.day, "due_month": day.month}
    typed |= {"due_year": day.year}
    team = {"owner": f"team-{people.teams['probation'].pk}", "holder": "PC Ward"}
    assert client.post(page, typed | team | {"version": 1}).status_code == 302
    shown = client.get(reverse("actions:detail", args=[action.uuid])).content.decode()
    assert "PC Ward" in shown and people.teams["probation"].name in shown
    person = {"owner": people.memberships["granted"].pk, "holder": "PC Ward", "version": 2}
    assert "Leave this empty" in client.post(page, typed | person).content.decode()
    assert client.post(page, typed | person | {"holder": ""}).status_code == 302
    now = Action.objects.get()
    assert (now.owner, now.owner_team, now.holder) == (people.memberships["granted"], None, "")


def test_a_reminder_for_a_team_goes_to_each_of_its_people_once(people, ocg):
    give(people, ocg, people.teams["probation"])
    Delivery.objects.all().delete()
    assert enqueue_reminders() == 1
    members = set(people.teams["probation"].members.values_list("pk", flat=True))
    assert {row.recipient_id for row in Delivery.objects.all()} <= members and Delivery.objects.exists()
    assert enqueue_reminders() == 0


def test_the_list_is_asked_by_the_name_of_a_team_and_of_the_named_person(people, ocg, sign_in):
    give(people, ocg, people.teams["probation"], holder="PC Ward")
    client = sign_in("owner")
    for name in (people.teams["probation"].name, "ward"):
        rows = client.get(reverse("actions:list"), {"owner": name}).context["page"].rows
        assert [row.holder for row in rows] == ["PC Ward"]
