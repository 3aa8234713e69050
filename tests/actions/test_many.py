"""Rows of the list are ticked and changed together: what will change and what will not is shown first."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.levels import Level
from pam.actions.models import Action
from pam.actions.services import many, tracker
from pam.notifications.models import Delivery
from pam.records.models import Batch, Entry
from tests.actions.world import add_action, make_ocg, share_with_probation
from tests.pages import few_on_a_page
from tests.records.world import page_text
from tests.refusals import refused
from tests.standing import standing

TODAY = timezone.localdate
ADDRESS = "/actions/many/"


@standing
def ocg(people):
    return make_ocg(people)


def ticked(*actions):
    return ADDRESS + "?" + "&".join(f"pick={action.uuid}" for action in actions)


def typed(owner="", due=None, reason="", **more):
    day = {"due_day": due.day, "due_month": due.month, "due_year": due.year} if due else {}
    return {"owner": str(owner), "reason": reason, **day, **more}


def carry_out(client, address, **values):
    """The answer of the confirmation, after the check."""
    check = client.post(address, typed(**values))
    assert check.status_code == 200 and "change" in check.context, page_text(check)[-900:]
    sent = typed(**values) | {"shown": check.context["mark"], "confirm": "yes"}
    return client.post(address, sent)


def owners():
    return {action.title: action.owner_id for action in Action.objects.all()}


def test_ticked_actions_of_several_records_get_a_new_owner_after_a_check(people, sign_in, ocg):
    quay = make_ocg(people, "Quay group")
    first, second = add_action(people, ocg, title="A"), add_action(people, quay, title="B")
    third = add_action(people, quay, title="C")
    mate, client = people.memberships["colleague"], sign_in("owner")
    mate.teams.add(people.teams["unit"])
    check = client.post(ticked(first, second), typed(owner=mate.pk))
    assert [action.title for action in check.context["change"]] == ["A", "B"] and owners()["A"] != mate.pk
    answer = carry_out(client, ticked(first, second), owner=mate.pk)
    assert answer.status_code == 302
    assert owners() == {"A": mate.pk, "B": mate.pk, "C": third.owner_id}
    assert "2 actions changed. Undo" in page_text(client.get(answer.url))


def test_the_new_owner_gets_one_mail_and_is_asked_to_accept_each(people, sign_in, ocg):
    mate = people.memberships["colleague"]
    mate.teams.add(people.teams["unit"])
    actions = [add_action(people, ocg, title=str(n)) for n in range(3)]
    carry_out(sign_in("owner"), ticked(*actions), owner=mate.pk)
    told = Delivery.objects.filter(event="action_given", recipient=mate)
    assert len({row.batch for row in told}) == 1 and told.count() == 3
    assert {action.acceptance for action in Action.objects.all()} == {"offered"}
    assert Entry.objects.filter(title__startswith="Action handed on").count() == 3


@pytest.mark.parametrize("key", ["team-{unit}", "agency-{police}"])
def test_actions_are_given_to_a_team_or_an_agency_too(people, sign_in, ocg, key):
    key = key.format(unit=people.teams["unit"].pk, police=people.agencies["police"].pk)
    action = add_action(people, ocg)
    if key.startswith("agency"):
        with visibility.reading(people.reader("owner")):
            left = many.unseen_by(people.reader("owner"), [action], people.agencies["police"])
        assert left == {action.pk}, "an agency is reached as a whole, or by the team that answers for it"
        return
    carry_out(sign_in("owner"), ticked(action), owner=key, holder="PC Ward")
    row = Action.objects.get()
    assert (row.owner_id, row.owner_team, row.holder) == (None, people.teams["unit"], "PC Ward")


def test_what_will_not_change_is_listed_with_its_reason_and_stays(people, sign_in, ocg):
    share_with_probation(people, ocg, level=Level.CONTRIBUTE)
    mine = add_action(people, ocg, owner="granted", title="Theirs to do")
    other = add_action(people, ocg, title="The police’s")
    done = add_action(people, ocg, owner="granted", title="Ended")
    actor = people.reader("owner")
    with visibility.reading(actor):
        tracker.finish(actor=actor, action=Action.objects.get(pk=done.pk), version=1, outcome="Done")
    day, client = TODAY() + timedelta(days=50), sign_in("granted")
    check = client.post(ticked(mine, other, done), typed(due=day, reason="Court moved"))
    assert {action.title: why for action, why in check.context["stay"]} == {
        "The police’s": "You cannot change it.",
        "Ended": "It has ended.",
    }
    carry_out(client, ticked(mine, other, done), due=day, reason="Court moved")
    assert Action.objects.get(pk=mine.pk).due == day and Action.objects.get(pk=other.pk).due != day


def test_an_owner_who_cannot_see_some_of_them_gets_the_others(people, sign_in, ocg):
    share_with_probation(people, ocg)
    seen = add_action(people, ocg, title="Seen")
    unseen = add_action(people, ocg, title="Unseen", agencies=["police"])
    partner = people.memberships["granted"]
    answer = carry_out(sign_in("owner"), ticked(seen, unseen), owner=partner.pk)
    assert answer.status_code == 302
    assert owners() == {"Seen": partner.pk, "Unseen": unseen.owner_id}


def test_a_hidden_action_that_is_ticked_is_as_one_that_does_not_exist(people, sign_in, ocg):
    hidden, client = add_action(people, ocg), sign_in("granted")
    assert client.get(ticked(hidden)).url == client.get(f"{ADDRESS}?pick=nonsense").url
    share_with_probation(people, shared := make_ocg(people, "Shared"), level=Level.CONTRIBUTE)
    own = add_action(people, shared, owner="granted")
    assert client.get(ticked(hidden, own)).context["actions"] == [own]


def test_a_new_date_without_a_reason_or_no_change_at_all_is_refused_beside_the_field(people, sign_in, ocg):
    client, action = sign_in("owner"), add_action(people, ocg)
    without = client.post(ticked(action), typed(due=TODAY() + timedelta(days=9)))
    assert set(without.context["form"].errors) == {"reason"}
    assert set(client.post(ticked(action), typed()).context["form"].errors) == {"owner"}
    same = client.post(ticked(action), typed(owner=action.owner_id))
    assert "like that already" in page_text(same)


def test_what_changed_between_the_check_and_the_confirmation_is_checked_again(people, sign_in, ocg):
    client, action = sign_in("owner"), add_action(people, ocg)
    values = {"due": TODAY() + timedelta(days=9), "reason": "Court moved"}
    check = client.post(ticked(action), typed(**values))
    actor = people.reader("owner")
    with visibility.reading(actor):
        row = visibility.get(actor, Action, action.uuid)
        row.title = "Another title"
        tracker.edit(actor=actor, action=row, version=row.version)
    sent = typed(**values) | {"shown": check.context["mark"], "confirm": "yes"}
    again = client.post(ticked(action), sent)
    assert "have changed since you checked" in page_text(again) and "Another title" in page_text(again)
    assert Action.objects.get().due == action.due
    assert client.post(ticked(action), sent | {"shown": again.context["mark"]}).status_code == 302


@pytest.mark.slow
def test_all_of_a_list_with_its_filters_changes_at_once(people, sign_in, ocg, monkeypatch):
    """Everything overdue for one agency."""
    share_with_probation(people, ocg)
    few_on_a_page(monkeypatch, 4)
    for number in range(6):
        add_action(people, ocg, owner="granted", title=f"Late {number}", days=-3)
    add_action(people, ocg, owner="granted", title="In time")
    client = sign_in("owner")
    query = f"agency={people.agencies['probation'].pk}&status=overdue"
    page = client.get(f"/actions/?{query}").content.decode()
    link = re.search(r'href="(/actions/many/\?all=on[^"]*)"', page)[1].replace("&amp;", "&")
    carry_out(client, link, owner=people.memberships["owner"].pk)
    kept = Action.objects.exclude(owner=people.memberships["owner"])
    assert [action.title for action in kept] == ["In time"]


def test_the_message_leads_to_undoing_the_change_and_what_changed_since_stays(people, sign_in, ocg):
    first, second = add_action(people, ocg, title="First"), add_action(people, ocg, title="Second")
    mate, client = people.memberships["colleague"], sign_in("owner")
    mate.teams.add(people.teams["unit"])
    page = client.get(carry_out(client, ticked(first, second), owner=mate.pk).url).content.decode()
    undo = re.search(r'href="(/actions/many/[^"]*/undo/)"', page)[1]
    actor = people.reader("owner")
    with visibility.reading(actor):
        row = visibility.get(actor, Action, second.uuid)
        row.details = "By night"
        tracker.edit(actor=actor, action=row, version=row.version)
    assert sign_in("colleague").get(undo).status_code == 404
    answer = client.post(undo)
    assert "1 action changed back. 1 stayed" in page_text(client.get(answer.url))
    assert owners() == {"First": first.owner_id, "Second": mate.pk}
    assert client.get(undo).status_code == 404, "once"


def test_after_the_agencys_hours_a_change_is_not_undone(people, ocg):
    action, actor = add_action(people, ocg), people.reader("owner")
    with visibility.reading(actor):
        rows = list(visibility.visible_to(actor, Action).filter(pk=action.pk))
        batch, _ = many.change_actions(
            actor=actor, actions=rows, due=TODAY() + timedelta(days=9), reason="Court moved"
        )
    Batch.objects.filter(pk=batch.pk).update(made_at=timezone.now() - timedelta(hours=25))
    batch.refresh_from_db()
    with visibility.reading(actor), refused("too_late"):
        many.undo_change(actor=actor, batch=batch)


def test_ticked_actions_are_downloaded_alone(people, sign_in, ocg):
    first, second = add_action(people, ocg, title="First"), add_action(people, ocg, title="Second")
    client = sign_in("owner")
    address = reverse("actions:list_download") + f"?pick={second.uuid}"
    assert client.get(address).context["found"].numbers == [second.pk]
    assert client.get(reverse("actions:list_download")).context["found"].numbers == [first.pk, second.pk]


@pytest.mark.slow
def test_the_check_takes_the_same_queries_for_two_actions_and_for_six(people, sign_in, ocg):
    mate, client = people.memberships["colleague"], sign_in("owner")
    mate.teams.add(people.teams["unit"])
    actions, counted = [], []
    for number in (2, 4):
        for n in range(number):
            actions.append(add_action(people, make_ocg(people, f"Group {number} {n}"), title=str(n)))
        client.post(ticked(*actions), typed(owner=mate.pk))
        with CaptureQueriesContext(connection) as queries:
            assert len(client.post(ticked(*actions), typed(owner=mate.pk)).context["change"]) == len(actions)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_a_person_who_contributes_cannot_find_out_by_many_who_else_sees_a_record(people, sign_in, ocg):
    """To them an owner of a third agency is refused alike, whether that agency sees the record or not."""
    share_with_probation(people, ocg, level=Level.CONTRIBUTE)
    own = add_action(people, ocg, owner="granted", title="Own")
    form = sign_in("granted").get(ticked(own)).context["form"]
    offered = {key for key, _ in _flat(form.fields["owner"].widget.choices)}
    council = people.memberships["signposted"]
    assert str(council.pk) not in offered
    with visibility.reading(people.reader("granted")):
        assert many.unseen_by(people.reader("granted"), [own], council) == {own.pk}


def _flat(choices):
    for key, label in choices:
        yield from label if isinstance(label, list | tuple) else [(key, label)]


def test_owners_who_only_view_the_record_hand_on_several_at_once_within_their_agency(people, sign_in, ocg):
    share_with_probation(people, ocg)
    mine = [add_action(people, ocg, title=title, owner="granted") for title in ("A", "B")]
    theirs = add_action(people, ocg, title="C")
    probation = people.agencies["probation"]
    client, address = sign_in("granted"), ticked(*mine, theirs)
    day = TODAY() + timedelta(days=9)
    refused_date = client.post(address, typed(owner=f"agency-{probation.pk}", due=day, reason="Later"))
    assert "None of them would change" in page_text(refused_date)
    check = client.post(address, typed(owner=f"agency-{probation.pk}"))
    assert [action.title for action in check.context["change"]] == ["A", "B"]
    answer = carry_out(client, address, owner=f"agency-{probation.pk}")
    assert {a.title for a in Action.objects.filter(owner=None, owner_agency=probation)} == {"A", "B"}
    assert "2 actions changed." in page_text(client.get(answer.url))
