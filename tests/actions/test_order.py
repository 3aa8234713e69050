"""An action that depends on another of the same record."""

import pytest
from django.core import mail
from django.urls import reverse

from pam.access.errors import Refused
from pam.actions.models import Action
from pam.actions.services import reminders, tracker
from pam.notifications.models import Delivery
from pam.notifications.tasks import send_due
from tests.actions.world import act, add_action, make_ocg


def finish(people, action, persona="owner"):
    return act(people, persona, tracker.finish, action=action, version=action.version, outcome="Done")


def test_the_owner_is_told_once_when_what_it_depended_on_has_ended(people, ocg):
    first = add_action(people, ocg, title="Canaryfirst")
    second = add_action(people, ocg, owner="granted", depends_on=first, title="Canarysecond")
    Delivery.objects.all().delete()
    assert reminders.enqueue_freed() == 0
    finish(people, first)
    assert [reminders.enqueue_freed(), reminders.enqueue_freed()] == [1, 0]
    send_due()
    (message,) = mail.outbox
    assert message.to == ["granted@pam.example"] and "can begin" in message.subject
    assert f"/actions/{second.uuid}/" in message.body and "Canary" not in message.body


def test_nobody_is_told_of_an_action_that_has_ended_itself(people, ocg):
    first = add_action(people, ocg)
    second = add_action(people, ocg, depends_on=first)
    finish(people, second)
    finish(people, first)
    assert reminders.enqueue_freed() == 0


def test_what_ends_again_after_it_was_opened_again_is_told_again(people, ocg):
    first = add_action(people, ocg)
    add_action(people, ocg, depends_on=first)
    finish(people, first)
    assert reminders.enqueue_freed() == 1
    act(people, "owner", tracker.reopen, action=first, version=first.version, reason="Not all of it")
    finish(people, first)
    assert [reminders.enqueue_freed(), reminders.enqueue_freed()] == [1, 0]


def test_actions_that_wait_for_each_other_are_refused(people, ocg):
    first = add_action(people, ocg)
    second = add_action(people, ocg, depends_on=first)
    third = add_action(people, ocg, depends_on=second)
    for last in (first, second, third):
        row = Action.objects.get(pk=first.pk)
        row.depends_on = last
        with pytest.raises(Refused) as refused:
            act(people, "owner", tracker.edit, action=row, version=row.version)
        assert (refused.value.code, refused.value.field) == ("circle", "depends_on")


def test_an_action_of_another_record_is_refused(people, ocg):
    other = add_action(people, make_ocg(people, title="Another group"))
    with pytest.raises(Refused, match="of this record"):
        add_action(people, ocg, depends_on=other)


def test_who_does_not_see_what_it_depends_on_is_told_nothing_and_changes_nothing(people, ocg, sign_in):
    first = add_action(people, ocg, title="Canaryhidden", agencies=["police"])
    second = add_action(people, ocg, owner="granted", depends_on=first)
    page = sign_in("granted").get(reverse("actions:detail", args=[second.uuid])).content.decode()
    assert "Canaryhidden" not in page and "Starts after" not in page and first.code not in page
    shown = sign_in("owner").get(reverse("actions:detail", args=[second.uuid])).content.decode()
    assert "Starts after" in shown and "Canaryhidden" in shown


def test_the_form_offers_the_open_actions_of_the_record_and_keeps_the_choice(people, ocg, sign_in):
    first, ended = add_action(people, ocg, title="First"), add_action(people, ocg, title="Ended")
    finish(people, ended)
    second = add_action(people, ocg, title="Second")
    page = reverse("actions:edit", args=[second.uuid])
    client = sign_in("owner")
    field = client.get(page).context["form"].fields["depends_on"]
    assert [row.title for row in field.queryset] == ["First"]
    typed = {
        "title": "Second",
        "owner": people.memberships["owner"].pk,
        "strand": second.strand,
        "version": 1,
        "depends_on": first.pk,
        "due_day": second.due.day,
        "due_month": second.due.month,
        "due_year": second.due.year,
    }
    assert client.post(page, typed).status_code == 302
    second.refresh_from_db()
    assert second.depends_on == first
