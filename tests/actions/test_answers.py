"""The owner of an action accepts it, declines it with a reason, or hands it on."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Stale
from pam.access.levels import Level
from pam.actions.models import Action
from pam.actions.selectors.actions import answers_decline
from pam.actions.services import answers, many, tracker
from pam.actions.services.reminders import enqueue_reminders
from pam.dashboard.selectors.waiting import waiting_rows
from pam.notifications.models import Delivery
from pam.notifications.services import send_due
from pam.records.models import Entry
from tests.actions.world import add_action, make_ocg, share_with_probation
from tests.refusals import refused
from tests.standing import standing

BUSY = "We have no visit before Christmas"


@standing
def offered(people, ocg):
    """An action that the owner gave to a person of probation, who only views the record."""
    action = add_action(people, ocg, owner="granted", days=60)
    Delivery.objects.all().delete()
    return action


def as_persona(people, persona, action, verb, **values):
    reader = people.reader(persona)
    with visibility.reading(reader):
        row = visibility.get(reader, Action, action.uuid)
        if verb is not answers.accept:
            values.setdefault("version", row.version)
        return verb(actor=reader, action=row, **values)


def asked(people, persona):
    reader = people.reader(persona)
    with visibility.reading(reader):
        return [row.ask for row in waiting_rows(reader)]


def mine(people, persona):
    reader = people.reader(persona)
    with visibility.reading(reader):
        return list(visibility.visible_to(reader, Action).owned_by(reader))


def decline(people, action, persona="granted"):
    return as_persona(people, persona, action, answers.decline, reason=BUSY)


def test_an_action_for_another_waits_for_their_answer_and_one_for_oneself_does_not(people, ocg, offered):
    assert offered.acceptance == "offered" and add_action(people, ocg).acceptance == "accepted"
    assert asked(people, "granted") == ["Accept or decline this action"], "however far off it is due"


def test_who_accepts_an_action_is_asked_no_more_and_the_chronology_says_so(people, offered):
    row = as_persona(people, "granted", offered, answers.accept)
    assert row.acceptance == "accepted" and not row.waits_for_answer
    assert Entry.objects.filter(title="Action accepted: Visit the address").exists()
    assert "Accept or decline this action" not in asked(people, "granted")
    with refused("answered"):
        as_persona(people, "granted", offered, answers.accept)


def test_a_decline_goes_back_to_who_raised_it_with_the_reason_on_their_list_and_by_notification(
    people, offered
):
    row = decline(people, offered)
    assert (row.acceptance, row.answer, row.status) == ("declined", BUSY, "open")
    assert mine(people, "granted") == [] and mine(people, "owner") == [row]
    assert asked(people, "granted") == []
    assert "An action that you raised was declined" in asked(people, "owner")
    assert list(Delivery.objects.values_list("event", "recipient")) == [
        ("action_declined", people.memberships["owner"].pk)
    ]
    send_due()
    assert Delivery.objects.get().dropped_at is None


def test_a_decline_wants_a_reason_and_the_version_that_was_shown(people, offered):
    with refused("missing", field="reason"):
        as_persona(people, "granted", offered, answers.decline, reason=" ")
    with pytest.raises(Stale):
        as_persona(people, "granted", offered, answers.decline, reason=BUSY, version=99)


def test_only_the_owner_answers(people, offered):
    for verb, values in ((answers.accept, {}), (answers.decline, {"reason": BUSY})):
        with pytest.raises(PermissionDenied):
            as_persona(people, "owner", offered, verb, **values)


def test_what_was_declined_waits_for_the_records_lead_once_its_giver_has_left(people):
    record = make_ocg(people)
    share_with_probation(people, record, Level.CONTRIBUTE)
    reader = people.reader("granted")
    with visibility.reading(reader):
        action = tracker.add(
            actor=reader,
            record=record,
            title="Visit the address",
            owner=people.teams["probation"],
            due=timezone.localdate(),
            strand="pursue",
        )
    decline(people, action)
    words = "An action that you raised was declined"
    assert words in asked(people, "granted") and words not in asked(people, "owner")
    author = people.memberships["granted"]
    author.ends_at = timezone.now() - timedelta(days=1)
    author.save()
    assert words in asked(people, "owner")
    assert answers_decline(Action.objects.get()) == [people.memberships["owner"]]


def test_a_declined_action_that_is_changed_is_offered_again(people, offered):
    decline(people, offered)
    reader = people.reader("owner")
    with visibility.reading(reader):
        row = visibility.get(reader, Action, offered.uuid)
        row.title = "Telephone the address"
        tracker.edit(actor=reader, action=row, version=row.version)
    assert (row.acceptance, row.answer) == ("offered", "")
    assert asked(people, "granted") == ["Accept or decline this action"]


def test_reminders_of_a_declined_action_go_to_who_raised_it(people, ocg):
    action = add_action(people, ocg, owner="granted", days=0)
    decline(people, action)
    Delivery.objects.all().delete()
    assert enqueue_reminders() == 1 and enqueue_reminders() == 0
    assert [row.recipient for row in Delivery.objects.all()] == [people.memberships["owner"]]


def test_an_owner_with_view_alone_hands_it_on_within_their_agency_and_the_new_owner_is_asked(people, offered):
    team = people.teams["probation"]
    row = as_persona(people, "granted", offered, answers.hand_on, owner=team, holder="Ms Ford", reason="Duty")
    assert (row.owner, row.owner_team, row.holder, row.acceptance) == (None, team, "Ms Ford", "offered")
    line = Entry.objects.get(title="Action handed on: Visit the address")
    assert line.text == f"From {people.users['granted'].name} to {team.name}. Duty"
    with refused("same_owner"):
        as_persona(people, "granted", offered, answers.hand_on, owner=team, holder="Ms Ford")
    with refused("other_agency"):
        as_persona(people, "granted", offered, answers.hand_on, owner=people.memberships["owner"])


def test_it_is_handed_on_to_none_who_would_not_see_it(people, offered):
    with refused("owner_cannot_see"):
        as_persona(people, "owner", offered, answers.hand_on, owner=people.memberships["colleague"])


def test_a_new_owner_in_bulk_is_asked_too(people, ocg):
    action, reader = add_action(people, ocg), people.reader("owner")
    with visibility.reading(reader):
        rows = list(visibility.visible_to(reader, Action).filter(pk=action.pk))
        batch, _ = many.change_actions(actor=reader, actions=rows, owner=people.memberships["granted"])
        assert Action.objects.get(pk=action.pk).acceptance == "offered"
        many.undo_change(actor=reader, batch=batch)
        assert Action.objects.get(pk=action.pk).acceptance == "accepted"


@pytest.mark.parametrize(
    ("columns", "done"),
    [
        ("acceptance = 'accepted'", True),
        ("acceptance = 'declined', answer = 'Busy'", True),
        ("acceptance = 'declined', title = 'Mine'", False),
        ("answer = 'Mine', holder = 'Ms Ford'", False),
        ("owner_id = NULL, owner_team_id = {team}, acceptance = 'offered'", True),
        ("owner_id = {police}, acceptance = 'offered'", False),
        ("owner_id = {police}, owner_agency_id = {force}", False),
        ("owner_id = NULL, owner_team_id = {team}, due = now()", False),
    ],
)
def test_the_database_lets_an_owner_answer_and_hand_on_within_their_agency_alone(
    people, offered, columns, done
):
    named = {
        "team": people.teams["probation"].pk,
        "police": people.memberships["owner"].pk,
        "force": people.agencies["police"].pk,
    }
    statement = f"UPDATE actions_action SET {columns.format(**named)} WHERE id = %s"
    with visibility.reading(people.reader("granted")), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(statement, [offered.pk])
                changed = cursor.rowcount == 1
        except Exception as refusal:
            assert "action" in str(refusal)
            changed = False
    assert changed is done


def test_accept_is_one_press_in_the_list_and_on_my_work_and_leads_back(people, offered, sign_in):
    client = sign_in("granted")
    accept = reverse("actions:accept", args=[offered.uuid])
    for page in (reverse("home"), reverse("waiting"), reverse("actions:list")):
        assert accept in client.get(page).content.decode()
    answer = client.post(accept, {"back": "list"})
    assert (answer.status_code, answer.url) == (302, reverse("actions:list"))
    assert accept not in client.get(reverse("actions:list")).content.decode()


def test_the_pages_of_declining_and_handing_on_save_and_the_reason_is_in_the_row(people, offered, sign_in):
    client = sign_in("granted")
    page = reverse("actions:decline", args=[offered.uuid])
    assert client.post(page, {"reason": BUSY, "version": 1}).status_code == 302
    giver = sign_in("owner")
    assert BUSY in giver.get(reverse("actions:list")).content.decode()
    hand_on = reverse("actions:hand_on", args=[offered.uuid])
    assert BUSY in giver.get(hand_on).content.decode()
    typed = {"owner": people.memberships["owner"].pk, "version": 2}
    assert giver.post(hand_on, typed).status_code == 302
    now = Action.objects.get(pk=offered.pk)
    assert (now.owner, now.acceptance) == (people.memberships["owner"], "accepted")
