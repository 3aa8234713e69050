"""An action ends as done, not possible, not done, superseded or withdrawn; these are never one figure."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from pam.access import visibility
from pam.actions.models import Action, SanitisedAction
from pam.actions.services import tracker
from pam.records.models import Entry
from tests.actions.test_sanitised import give
from tests.actions.world import add_action, make_ocg, share_with_probation
from tests.refusals import refused
from tests.standing import standing

BY_OWNER = ["done", "impossible", "not_done"]
OFF_PLAN = ["superseded", "withdrawn"]


@standing
def ocg(people):
    return make_ocg(people)


def end(people, action, status, persona="owner", outcome="The tenant moved away"):
    reader = people.reader(persona)
    with visibility.reading(reader):
        row = visibility.get(reader, Action, action.uuid)
        return tracker.finish(actor=reader, action=row, version=row.version, status=status, outcome=outcome)


@pytest.mark.parametrize("status", BY_OWNER)
def test_an_owner_with_view_alone_says_that_it_is_done_not_possible_or_not_done(people, ocg, status):
    share_with_probation(people, ocg)
    action = end(people, add_action(people, ocg, owner="granted"), status, "granted")
    assert (action.status, action.outcome) == (status, "The tenant moved away")
    title = f"Action {action.get_status_display().lower()}: Visit the address"
    assert Entry.objects.get(title=title).text == action.outcome


@pytest.mark.parametrize("status", OFF_PLAN)
def test_only_who_may_change_an_action_takes_it_off_the_plan(people, ocg, status):
    share_with_probation(people, ocg)
    action = add_action(people, ocg, owner="granted")
    with pytest.raises(PermissionDenied):
        end(people, action, status, "granted")
    assert end(people, action, status).status == status


@pytest.mark.parametrize("status", BY_OWNER + OFF_PLAN)
def test_each_outcome_wants_words(people, ocg, status):
    with refused("missing", field="outcome"):
        end(people, add_action(people, ocg), status, outcome=" ")


def test_an_outcome_that_there_is_not_is_refused(people, ocg):
    action = add_action(people, ocg)
    for status in ("open", "cancelled"):
        with refused("invalid_choice", field="status"):
            end(people, action, status)


@pytest.mark.parametrize(("status", "state"), [("impossible", "closed"), ("superseded", "withdrawn")])
def test_the_sanitised_action_follows(people, ocg, status, state):
    end(people, give(people, ocg), status)
    assert SanitisedAction.objects.get().state == state


def test_the_form_offers_a_viewer_what_they_may_say(people, ocg, sign_in):
    share_with_probation(people, ocg)
    page = reverse("actions:finish", args=[add_action(people, ocg, owner="granted").uuid])
    for persona, offered in (("granted", BY_OWNER), ("owner", BY_OWNER + OFF_PLAN)):
        form = sign_in(persona).get(page).context["form"]
        assert [code for code, _ in form.fields["status"].choices] == offered


def test_a_groups_page_counts_not_possible_and_not_done_apart_and_leaves_out_what_is_off_the_plan(
    people, ocg, sign_in
):
    for status in ("done", "impossible", "impossible", "not_done", "superseded", "withdrawn"):
        end(people, add_action(people, ocg), status)
    page = sign_in("owner").get(ocg.get_absolute_url())
    assert page.context["actions_not_done"] == {"impossible": 2, "not_done": 1}
    assert page.context["actions_all"] == page.context["actions_done"] == 1
    words = " ".join(page.content.decode().split())
    assert "2 not possible" in words and "1 not done" in words


def test_the_list_asks_for_each_outcome(people, ocg, sign_in):
    for status in BY_OWNER + OFF_PLAN:
        end(people, add_action(people, ocg), status)
    client = sign_in("owner")
    for status in BY_OWNER + OFF_PLAN:
        rows = client.get(reverse("actions:list"), {"status": status}).context["page"].rows
        assert [row.status for row in rows] == [status]
