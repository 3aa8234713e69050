"""Many actions at once: with history, log and a number to undo them by, in few queries."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import NoLongerVisible
from pam.access.levels import Level
from pam.actions.models import Action
from pam.actions.selectors.actions import Step
from pam.actions.services import many, tracker
from pam.audit.models import LogEntry
from pam.frameworks.models import FrameworkVersion
from pam.notifications.models import Delivery
from pam.records.models import Batch, Entry
from tests.actions.world import add_action, make_ocg, share_with_probation
from tests.refusals import refused
from tests.standing import standing

TODAY = timezone.localdate
WHY = "The wrong plan"


@standing
def ocg(people):
    return make_ocg(people)


def steps(people, number):
    return [Step(f"Step {n}", "pursue", people.memberships["owner"], TODAY()) for n in range(number)]


def apply_plan(people, record, number=3):
    actor, template = (
        people.reader("owner"),
        FrameworkVersion.objects.filter(kind="plan", body__for=["ocg"]).first(),
    )
    with visibility.reading(actor):
        return many.apply_plan(actor=actor, record=record, template=template, steps=steps(people, number))


def change(people, actions, actor="owner", **values):
    reader = people.reader(actor)
    values.setdefault("reason", "The hall is closed")
    with visibility.reading(reader):
        rows = list(
            visibility.visible_to(reader, Action).filter(pk__in=[a.pk for a in actions]).order_by("pk")
        )
        return many.change_actions(actor=reader, actions=rows, **values)


def undo(people, batch, actor="owner"):
    reader = people.reader(actor)
    with visibility.reading(reader):
        return many.undo_change(actor=reader, batch=batch)


@pytest.mark.slow
def test_a_thousand_actions_take_less_than_three_queries_each_and_one_costs_no_more_than_a_single_one(
    people, ocg
):
    with CaptureQueriesContext(connection) as single:
        add_action(people, ocg)
    with CaptureQueriesContext(connection) as one:
        apply_plan(people, ocg, 1)
    with CaptureQueriesContext(connection) as many:
        made = apply_plan(people, ocg, 1_000)
    assert len(made.parts) == 1_000 and Action.objects.count() == 1_002
    print(f"queries: single {len(single)}, a plan of one {len(one)}, of 1,000 {len(many)}")
    assert len(many) <= 60 and len(one) <= len(single) + 4


def test_each_action_of_a_plan_has_its_history_its_line_and_its_mail_and_the_log_one_row(people, ocg):
    share_with_probation(people, ocg)
    actor, template = (
        people.reader("owner"),
        FrameworkVersion.objects.filter(kind="plan", body__for=["ocg"]).first(),
    )
    plan = steps(people, 2) + [Step("Visit", "protect", people.memberships["granted"], TODAY())]
    with visibility.reading(actor):
        batch = many.apply_plan(actor=actor, record=ocg, template=template, steps=plan)
    for action in batch.parts:
        row = action.history.get()
        assert (row.history_type, row.history_user_id, row.history_batch) == ("+", actor.user_id, batch.pk)
        assert row.history_agency == actor.agency_name and row.history_change_reason == "apply plan"
    lines = Entry.objects.filter(record_id=ocg.pk, kind=Entry.Kind.ACTION).values_list("title", flat=True)
    assert sorted(lines) == ["Action added: Step 0", "Action added: Step 1", "Action added: Visit"]
    assert Entry.history.filter(history_batch=batch.pk).count() == 3
    log = LogEntry.objects.get(operation="apply plan")
    assert (log.records, log.detail) == ([ocg.pk], f"3 actions, batch {batch.uuid}")
    told = Delivery.objects.filter(event="action_given")
    assert [row.recipient_id for row in told] == [people.memberships["granted"].pk]


def test_actions_of_several_records_change_owner_and_due_date_at_once_and_back_again(people, ocg):
    other = make_ocg(people, "Quay group")
    for record in (ocg, other):
        share_with_probation(people, record)
    actions = [add_action(people, ocg), add_action(people, other), add_action(people, ocg)]
    day = TODAY() + timedelta(days=40)
    batch, left = change(people, actions, owner=people.memberships["granted"], due=day)
    assert not left and len(batch.rows) == 3
    rows = Action.objects.order_by("pk")
    assert {(a.owner_id, a.due, a.version) for a in rows} == {(people.memberships["granted"].pk, day, 2)}
    assert {a.owner_agency for a in rows} == {people.agencies["probation"]}
    assert LogEntry.objects.get(operation="change actions").records == sorted([ocg.pk, other.pk])
    undone, left = undo(people, batch)
    assert not left and undone.undoes_id == batch.pk
    assert {(a.owner_id, a.due) for a in Action.objects.all()} == {
        (people.memberships["owner"].pk, TODAY() + timedelta(days=7))
    }
    assert [row.history_type for row in actions[0].history.all()] == ["~", "~", "+"]
    with refused("already_undone"):
        undo(people, batch)


def test_an_action_that_was_changed_since_is_left_and_named_when_a_batch_is_undone(people, ocg):
    first, second = add_action(people, ocg), add_action(people, ocg, title="Watch the yard")
    batch, _ = change(people, [first, second], due=TODAY() + timedelta(days=30))
    actor = people.reader("owner")
    with visibility.reading(actor):
        row = visibility.get(actor, Action, second.uuid)
        row.details = "At night"
        tracker.edit(actor=actor, action=row, version=row.version)
    undone, left = undo(people, batch)
    assert [a.title for a in left] == ["Watch the yard"] and undone.rows == [first.pk]
    assert Action.objects.get(pk=first.pk).due == TODAY() + timedelta(days=7)
    kept = Action.objects.get(pk=second.pk)
    assert (kept.due, kept.details) == (TODAY() + timedelta(days=30), "At night")


def test_an_action_that_somebody_saved_meanwhile_is_left_as_it_is_by_a_change_of_many(people, ocg):
    first, second = add_action(people, ocg), add_action(people, ocg)
    actor = people.reader("owner")
    with visibility.reading(actor):
        rows = list(visibility.visible_to(actor, Action).order_by("pk"))
        other = visibility.get(actor, Action, second.uuid)
        other.title = "Theirs"
        tracker.edit(actor=actor, action=other, version=other.version)
        batch, left = many.change_actions(
            actor=actor, actions=rows, due=TODAY() + timedelta(days=9), reason=WHY
        )
    assert batch.rows == [first.pk] and [row.pk for row in left] == [second.pk]
    assert Action.objects.get(pk=second.pk).due == TODAY() + timedelta(days=7)


def test_a_plan_is_taken_back_but_for_what_was_done_of_it_meanwhile(people, ocg):
    batch, actor = apply_plan(people, ocg), people.reader("owner")
    with visibility.reading(actor):
        done = visibility.get(actor, Action, batch.parts[0].uuid)
        tracker.finish(actor=actor, action=done, version=done.version, outcome="Done by Ada")
        undone, left = many.take_plan_back(actor=actor, batch=batch, reason=WHY)
    assert [row.pk for row in left] == [done.pk] and len(undone.rows) == 2
    states = Action.objects.order_by("pk").values_list("status", "outcome")
    assert list(states) == [("done", "Done by Ada"), ("withdrawn", WHY), ("withdrawn", WHY)]
    assert Entry.objects.filter(title__startswith="Action withdrawn", text=WHY).count() == 2
    with visibility.reading(actor), refused("already_undone"):
        many.take_plan_back(actor=actor, batch=batch, reason=WHY)


def test_a_batch_is_taken_back_by_who_made_it_alone(people, ocg):
    share_with_probation(people, ocg, Level.MANAGE)
    batch, _ = change(people, [add_action(people, ocg)], due=TODAY())
    partner = people.reader("granted")
    with visibility.reading(partner):
        assert not Batch.objects.exists()
    with pytest.raises(PermissionDenied):
        undo(people, batch, "granted")
    added = apply_plan(people, ocg)
    with refused("added"):
        undo(people, added)


def test_a_change_of_many_asks_the_level_on_every_record_and_shows_no_hidden_one(people, ocg):
    share_with_probation(people, ocg, Level.CONTRIBUTE)
    hidden = make_ocg(people, "Hidden group")
    mine, theirs = add_action(people, ocg), add_action(people, hidden)
    partner = people.reader("granted")
    with visibility.reading(people.reader("owner")):
        rows = list(Action.objects.order_by("pk"))
    with visibility.reading(partner), pytest.raises(NoLongerVisible):
        many.change_actions(actor=partner, actions=rows, due=TODAY(), reason=WHY)
    viewer = make_ocg(people, "Viewed group")
    share_with_probation(people, viewer)
    seen = add_action(people, viewer)
    with pytest.raises(PermissionDenied):
        change(people, [mine, seen], "granted", due=TODAY())
    assert {a.due for a in Action.objects.filter(pk__in=[mine.pk, theirs.pk, seen.pk])} == {
        TODAY() + timedelta(days=7)
    }


def test_an_owner_who_could_not_see_one_of_them_gets_none(people, ocg):
    share_with_probation(people, ocg)
    actions = [add_action(people, ocg), add_action(people, ocg, agencies=["police"])]
    with refused("owner_cannot_see", field="owner"):
        change(people, actions, owner=people.memberships["granted"])
    assert {a.owner_id for a in Action.objects.all()} == {people.memberships["owner"].pk}


def test_a_finished_action_is_not_changed_with_others(people, ocg):
    actions = [add_action(people, ocg), add_action(people, ocg)]
    actor = people.reader("owner")
    with visibility.reading(actor):
        row = visibility.get(actor, Action, actions[0].uuid)
        tracker.finish(actor=actor, action=row, version=row.version, outcome="Done")
    with refused("finished"):
        change(people, actions, due=TODAY())
