"""The steps of an action, and what shows that it was done."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction
from django.urls import reverse

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.actions.models import Action, ActionStep
from pam.actions.services import steps, tracker
from pam.records.services import add_document
from pam.reference.models import Setting
from tests.actions.world import act, add_action, make_ocg, share_with_probation
from tests.standing import standing
from tests.world.world import upload


@standing
def action(people, ocg):
    """An action of probation's persona, who only views the record."""
    return add_action(people, ocg, owner="granted")


def test_an_owner_who_only_views_the_record_adds_and_ticks_steps_on_the_page(people, action, sign_in):
    client = sign_in("granted")
    page = reverse("actions:detail", args=[action.uuid])
    typed = {"text": "Ring the housing officer\n\n  Visit with her  "}
    assert client.post(reverse("actions:steps_add", args=[action.uuid]), typed).url == f"{page}#steps"
    first, second = ActionStep.objects.order_by("position")
    assert (first.text, second.text) == ("Ring the housing officer", "Visit with her")
    tick = reverse("actions:step_tick", args=[action.uuid, first.uuid])
    assert client.post(tick).status_code == 302
    shown = " ".join(client.get(page).content.decode().split())
    assert "1 of 2 done" in shown and "Gita Granted" in shown
    first.refresh_from_db()
    assert first.done_by == people.memberships["granted"] and first.done_at
    client.post(tick, {"undo": "1"})
    first.refresh_from_db()
    assert (first.done_by, first.done_at) == (None, None)


def test_a_step_that_was_ticked_twice_is_ticked_once(people, action):
    (step,) = act(people, "granted", steps.add_steps, action=action, text="Ring her")
    act(people, "granted", steps.tick, step=step, done=True)
    before = step.version
    act(people, "owner", steps.tick, step=step, done=True)
    assert step.version == before and step.done_by_id == people.memberships["granted"].pk


def test_who_neither_owns_nor_may_change_the_action_changes_no_step(people, ocg):
    theirs = add_action(people, ocg)
    (step,) = act(people, "owner", steps.add_steps, action=theirs, text="Ring her")
    for verb, values in (
        (steps.add_steps, {"action": theirs, "text": "More"}),
        (steps.tick, {"step": step, "done": True}),
        (steps.remove, {"step": step}),
    ):
        with pytest.raises(PermissionDenied):
            act(people, "granted", verb, **values)


def test_the_database_lets_only_the_owner_and_who_may_change_it_tick_a_step(people, ocg, action):
    (own,) = act(people, "granted", steps.add_steps, action=action, text="Ring her")
    (other,) = act(people, "owner", steps.add_steps, action=add_action(people, ocg), text="Ring him")
    with visibility.reading(people.reader("granted")):
        rows = ActionStep._base_manager.all()
        assert rows.filter(pk=own.pk).update(position=5) == 1
        assert rows.filter(pk=other.pk).update(position=5) == 0


def test_the_database_takes_no_step_from_others_or_for_an_action_of_another_record(people, ocg, action):
    other = make_ocg(people, title="Another group")
    share_with_probation(people, other, level=Level.CONTRIBUTE)
    theirs, reader = add_action(people, ocg), people.reader("granted")
    with visibility.reading(reader):
        for of, record in ((theirs, ocg), (action, other)):
            step = ActionStep(action=of, text="Slipped in", position=1, record_id=record.pk)
            step.author_id, step.author_agency_id = reader.membership_id, reader.agency_id
            with pytest.raises(ProgrammingError, match="may change its action"), transaction.atomic():
                step.save()


def test_a_removed_step_is_gone_and_stays_in_the_history(people, action, sign_in):
    (step,) = act(people, "granted", steps.add_steps, action=action, text="Ring her")
    client = sign_in("granted")
    assert client.post(reverse("actions:step_remove", args=[action.uuid, step.uuid])).status_code == 302
    assert "Ring her" not in client.get(reverse("actions:detail", args=[action.uuid])).content.decode()
    assert client.post(reverse("actions:step_tick", args=[action.uuid, step.uuid])).status_code == 404
    assert ActionStep.history.filter(id=step.pk).count() == 2


def test_a_step_of_another_action_is_not_found(people, ocg, action, sign_in):
    (step,) = act(people, "granted", steps.add_steps, action=action, text="Ring her")
    other = add_action(people, ocg, owner="granted")
    assert (
        sign_in("granted").post(reverse("actions:step_tick", args=[other.uuid, step.uuid])).status_code == 404
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [("  \n ", "missing"), ("x" * 201, "too_long"), ("\n".join(["step"] * 31), "too_many")],
)
def test_what_is_no_step_is_refused_beside_the_field(people, action, sign_in, text, code):
    with pytest.raises(Refused) as refused:
        act(people, "granted", steps.add_steps, action=action, text=text)
    assert refused.value.code == code and not ActionStep.objects.exists()
    response = sign_in("granted").post(reverse("actions:steps_add", args=[action.uuid]), {"text": text})
    assert response.status_code == 200 and "text" in response.context["form"].errors


def test_an_action_that_has_ended_takes_no_step(people, action):
    act(people, "granted", tracker.finish, action=action, version=1, outcome="Done")
    with pytest.raises(Refused, match="finished"):
        act(people, "granted", steps.add_steps, action=action, text="One more")


def test_who_reports_the_outcome_is_told_of_steps_that_are_not_done(people, action, sign_in):
    act(people, "granted", steps.add_steps, action=action, text="Ring her\nVisit her")
    page = sign_in("granted").get(reverse("actions:finish", args=[action.uuid])).content.decode()
    assert "2 steps are not done" in page


def document(people, record):
    return act(people, "owner", add_document, record=record, title="Visit sheet", upload=upload("a.txt", "x"))


def test_the_outcome_names_a_document_and_where_more_is_found(people, ocg, action, sign_in):
    shown, client = document(people, ocg), sign_in("granted")
    typed = {
        "version": 1,
        "status": "done",
        "outcome": "Visited",
        "evidence_document": shown.pk,
        "evidence": "Exhibit RC/1",
    }
    assert client.post(reverse("actions:finish", args=[action.uuid]), typed).status_code == 302
    page = client.get(reverse("actions:detail", args=[action.uuid])).content.decode()
    assert "Visit sheet" in page and "Exhibit RC/1" in page
    assert reverse("records:document", args=[shown.uuid]) in page


def test_a_document_of_another_record_shows_nothing(people, ocg, action, sign_in):
    document(people, ocg)  # so that there is a choice
    other = make_ocg(people, title="Another group")
    share_with_probation(people, other, level=Level.VIEW)
    shown = document(people, other)
    with pytest.raises(Refused, match="this record"):
        act(
            people,
            "granted",
            tracker.finish,
            action=action,
            version=1,
            outcome="Visited",
            evidence_document=shown,
        )
    typed = {"version": 1, "status": "done", "outcome": "Visited", "evidence_document": shown.pk}
    page = sign_in("granted").post(reverse("actions:finish", args=[action.uuid]), typed)
    assert page.status_code == 200 and Action.objects.get(pk=action.pk).status == "open"


def test_an_agency_asks_for_evidence_of_what_is_done_and_of_nothing_else(people, ocg, action, sign_in):
    Setting(key="actions.evidence_asked", agency=people.agencies["probation"], value=True).save()
    client, page = sign_in("granted"), reverse("actions:finish", args=[action.uuid])
    typed = {"version": 1, "status": "done", "outcome": "Visited"}
    refused = client.post(page, typed)
    assert "Say what shows that it was done" in refused.content.decode()
    assert client.post(page, typed | {"status": "impossible"}).status_code == 302
    theirs = add_action(people, ocg)
    assert act(people, "owner", tracker.finish, action=theirs, version=1, outcome="Done").status == "done"


def test_reopening_takes_the_evidence_away_and_the_chronology_keeps_it(people, ocg):
    mine = add_action(people, ocg)
    act(people, "owner", tracker.finish, action=mine, version=1, outcome="Visited.", evidence="Exhibit RC/1")
    act(people, "owner", tracker.reopen, action=mine, version=2, reason="Not all of it")
    mine.refresh_from_db()
    assert mine.evidence == "" and ocg.entrys.filter(text__contains="Exhibit RC/1").exists()
