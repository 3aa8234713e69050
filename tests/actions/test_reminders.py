"""Reminders before, on and after the due date, and word to supervisors and leads of what stays overdue: by
what the owner's agency has set, each once.
"""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from pam.access import services, visibility
from pam.access.models import Marking, Membership
from pam.actions.models import Action
from pam.actions.services import reminders, sanitised_notices
from pam.notifications.models import Delivery
from pam.reference.models import Setting
from tests.actions.test_sanitised import give
from tests.actions.world import add_action
from tests.mail import send_digests
from tests.standing import standing


@standing
def action(people, ocg):
    """An action of probation's persona, due in two weeks; nobody has been told anything."""
    made = add_action(people, ocg, owner="granted", days=14)
    Delivery.objects.all().delete()
    return made


def on(action, days):
    """What is owed by the reminders of a day so many `days` after the due date: {event: personas' ids}."""
    today = action.due + timedelta(days)
    known = set(Delivery.objects.values_list("pk", flat=True))
    reminders.enqueue_reminders(today)
    reminders.enqueue_escalations(today)
    owed = {}
    for row in Delivery.objects.exclude(pk__in=known):
        owed.setdefault(row.event, set()).add(row.recipient_id)
    return owed


def choose(people, agency, **values):
    for key, value in values.items():
        Setting(key=f"actions.{key}", agency=people.agencies[agency], value=value).save()


def change(people, action, **values):
    """The action with other values, whatever the services would say."""
    with visibility.reading(people.reader("owner")):
        row = Action.objects.get(pk=action.pk)
        for field, value in values.items():
            setattr(row, field, value)
        row.save()
    return row


def supervise(people, agency="probation", team="probation", clearance=Marking.OFFICIAL_SENSITIVE):
    """The number of a new supervisor's membership of an agency, in one of its teams."""
    made = services.create_membership(
        user=people.users["signposted"],
        agency=people.agencies[agency],
        teams=[people.teams[team]] if team else [],
        roles=["officer", "supervisor"],
        clearance=clearance,
    )
    return made.pk


def test_an_owner_is_reminded_before_on_and_after_the_due_date_each_once(people, action):
    owner = {people.memberships["granted"].pk}
    assert [on(action, -3), on(action, -2), on(action, -1)] == [{}, {"action_due": owner}, {}]
    assert [on(action, 0), on(action, 0)] == [{"action_due_today": owner}, {}]
    assert [on(action, 1), on(action, 2)] == [{"action_overdue": owner}, {}]


def test_an_action_that_is_given_on_the_day_it_is_due_is_reminded_of_once(people, action):
    assert set(on(action, 0)) == {"action_due_today"}


def test_an_agency_leaves_out_the_reminder_on_the_day(people, action):
    choose(people, "probation", due_day_reminder=False)
    assert set(on(action, 0)) == {"action_due"} and on(action, 0) == {}


def test_an_agency_wants_no_reminder_at_all(people, action):
    choose(
        people,
        "probation",
        due_day_reminder=False,
        reminder_days=None,
        overdue_reminder_days=None,
        escalation_days=None,
    )
    assert [on(action, days) for days in (-1, 0, 1, 30)] == [{}, {}, {}, {}]


def test_a_moved_date_is_reminded_of_again(people, action):
    assert on(action, 1)
    row = change(people, action, due=action.due + timedelta(10))
    assert set(on(row, 0)) == {"action_due_today"} and set(on(row, 1)) == {"action_overdue"}


def test_what_stays_overdue_is_told_to_the_owners_supervisors_and_to_the_lead_once(people, action):
    supervisor, lead = supervise(people), people.memberships["owner"].pk
    assert "action_escalated" not in on(action, 6)
    assert on(action, 7)["action_escalated"] == {supervisor, lead}
    assert on(action, 8) == {}


@pytest.mark.parametrize("chosen", ["supervisors", "lead"])
def test_an_agency_chooses_who_is_told_of_what_stays_overdue(people, action, chosen):
    told = {"supervisors": supervise(people), "lead": people.memberships["owner"].pk}
    choose(people, "probation", escalated_to=chosen, escalation_days=3)
    assert on(action, 3)["action_escalated"] == {told[chosen]}


def test_the_owner_is_not_told_as_their_own_supervisor(people, action):
    Membership.objects.filter(pk=people.memberships["granted"].pk).update(roles=["officer", "supervisor"])
    assert on(action, 7)["action_escalated"] == {people.memberships["owner"].pk}


def test_an_action_without_anybody_to_tell_keeps_no_other_waiting(people, ocg, action, monkeypatch):
    monkeypatch.setattr(reminders, "LIMIT", 1)
    later = add_action(people, ocg, days=15)
    Delivery.objects.all().delete()
    choose(people, "probation", escalated_to="supervisors")
    choose(people, "police", escalated_to="supervisors")
    supervisor = supervise(people, "police", "unit")
    assert on(later, 7)["action_escalated"] == {supervisor}


def test_word_of_an_overdue_action_goes_to_those_alone_who_can_see_it(people, action):
    supervisor = supervise(people, clearance=Marking.OFFICIAL)
    change(people, action, due=timezone.localdate() - timedelta(10))
    reminders.enqueue_escalations()
    send_digests()
    assert [message.to for message in mail.outbox] == [["owner@pam.example"]]
    assert "stays overdue" in mail.outbox[0].subject and "Visit" not in mail.outbox[0].body
    assert Delivery.objects.get(recipient=supervisor).dropped_at


def test_word_of_an_overdue_action_that_was_done_meanwhile_is_not_sent(people, action):
    change(people, action, due=timezone.localdate() - timedelta(10))
    assert reminders.enqueue_escalations() == 1
    change(people, action, status="done")
    assert send_digests() == 0 and mail.outbox == []


def test_who_was_given_a_sanitised_action_is_reminded_on_its_day(people, ocg):
    given = give(people, ocg, due=timezone.localdate() + timedelta(10)).sanitised
    for _ in range(2):
        sanitised_notices.enqueue_for_sanitised(timezone.now() + timedelta(10))
    events = Delivery.objects.filter(about=given.uuid).values_list("event", flat=True)
    assert sorted(events) == ["sanitised_due_today", "sanitised_given"]
