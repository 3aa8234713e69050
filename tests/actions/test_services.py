"""Each rule of the action tracker's writes."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Stale
from pam.access.levels import Level
from pam.actions.models import Action
from pam.actions.selectors import actions as action_selectors
from pam.actions.services import many, tracker
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services.shares import share
from pam.frameworks.models import FrameworkVersion
from pam.records.models import Entry
from tests.actions.world import add_action, make_ocg, share_with_probation
from tests.pvp.test_cases import make_case
from tests.refusals import refused
from tests.standing import standing

TODAY = timezone.localdate


@standing
def ocg(people):
    return make_ocg(people)


def test_an_owner_who_cannot_see_the_record_is_refused_with_a_sentence(people, ocg):
    for persona in ("colleague", "granted", "low_clearance", "left_yesterday"):
        with refused("owner_cannot_see", field="owner"):
            add_action(people, ocg, owner=persona)


def test_an_owner_of_an_agency_that_it_is_not_for_is_refused(people, ocg):
    share_with_probation(people, ocg)
    with refused("owner_cannot_see"):
        add_action(people, ocg, owner="granted", agencies=["police"])
    with refused("owner_cannot_see"):
        add_action(people, ocg, owner="granted", agencies=["health"])
    named = add_action(people, ocg, owner="granted", agencies=["probation"])
    assert named.owner_agency == people.agencies["probation"]


def test_possible_owners_are_those_who_would_see_it(people, ocg):
    share_with_probation(people, ocg)
    actor = people.reader("owner")
    with visibility.reading(actor):
        everybody = set(action_selectors.possible_owners(actor, ocg).values_list("user__name", flat=True))
        ours = set(
            action_selectors.possible_owners(actor, ocg, agencies=[actor.agency_id]).values_list(
                "user__name", flat=True
            )
        )
    assert everybody == {"Olive Owner", "Nora Nofactor", "Cora Colocated", "Gita Granted"}
    assert ours == {"Olive Owner", "Nora Nofactor", "Cora Colocated"}


def test_a_viewer_cannot_add_but_finishes_their_own(people, ocg):
    share_with_probation(people, ocg)
    mine, theirs = add_action(people, ocg, owner="granted"), add_action(people, ocg, owner="owner")
    with pytest.raises(PermissionDenied):
        add_action(people, ocg, owner="granted", actor="granted")
    reader = people.reader("granted")
    with visibility.reading(reader):
        mine = visibility.get(reader, Action, mine.uuid)
        tracker.finish(actor=reader, action=mine, version=mine.version, outcome="Visited; nobody there.")
        lines = list(
            visibility.visible_to(reader, Entry).filter(kind="action").values_list("title", flat=True)
        )
    assert mine.status == "done" and mine.ended_at
    assert "Action done: Visit the address" in lines
    with visibility.reading(reader), pytest.raises(PermissionDenied):
        tracker.finish(actor=reader, action=theirs, version=theirs.version, outcome="Not mine")
    with visibility.reading(reader), pytest.raises(PermissionDenied):
        tracker.finish(actor=reader, action=theirs, version=theirs.version, status="withdrawn", outcome="No")


def test_a_contributor_adds_and_withdraws(people, ocg):
    share_with_probation(people, ocg, Level.CONTRIBUTE)
    action = add_action(people, ocg, owner="owner", actor="granted")
    reader = people.reader("granted")
    with visibility.reading(reader):
        tracker.finish(
            actor=reader, action=action, version=action.version, status="withdrawn", outcome="Not needed"
        )
    assert action.status == "withdrawn"


def test_finishing_wants_an_outcome_and_an_open_action(people, ocg):
    action, actor = add_action(people, ocg), people.reader("owner")
    with visibility.reading(actor):
        with refused("missing"):
            tracker.finish(actor=actor, action=action, version=action.version, outcome="  ")
        tracker.finish(actor=actor, action=action, version=action.version, outcome="Done.")
        with refused("finished"):
            tracker.finish(actor=actor, action=action, version=action.version, outcome="Again.")
        tracker.reopen(actor=actor, action=action, version=action.version, reason="The group came back")
    assert action.status == "open" and action.outcome == "" and action.ended_at is None


def test_a_stale_save_is_refused(people, ocg):
    action, actor = add_action(people, ocg), people.reader("owner")
    with visibility.reading(actor):
        first, second = (visibility.get(actor, Action, action.uuid) for _ in range(2))
        first.title = "Visit both addresses"
        tracker.edit(actor=actor, action=first, version=1)
        second.title = "Visit nobody"
        with pytest.raises(Stale) as stale:
            tracker.edit(actor=actor, action=second, version=1)
    assert stale.value.current.title == "Visit both addresses"


def test_the_chronology_line_is_for_the_agencies_of_the_action(people, ocg):
    share_with_probation(people, ocg)
    add_action(people, ocg, agencies=["police"])
    for persona, seen in [("owner", 1), ("granted", 0)]:
        reader = people.reader(persona)
        with visibility.reading(reader):
            assert visibility.visible_to(reader, Entry).filter(kind="action").count() == seen
            assert visibility.visible_to(reader, Action).count() == seen


def test_a_grant_that_ended_by_the_clock_ends_the_choice(people, ocg):
    from tests.world.people import end_what_has_ended

    actor = people.reader("owner")
    with visibility.reading(actor):
        share(
            actor=actor,
            record=ocg,
            proposal=ShareProposal(
                principal=people.agencies["health"].principal,
                level=Level.VIEW,
                basis=people.basis,
                reason="Plan",
                until=timezone.now() + timedelta(1),
                agreement=people.agreement,
            ),
        )
        assert "Eva Expired" in [m.user.name for m in action_selectors.possible_owners(actor, ocg)]
    end_what_has_ended(people)
    with visibility.reading(actor):
        assert "Eva Expired" not in [m.user.name for m in action_selectors.possible_owners(actor, ocg)]


def test_a_plan_adds_its_actions_in_one_go(people, ocg):
    template, actor = (
        FrameworkVersion.objects.filter(kind="plan", body__for=["ocg"]).first(),
        people.reader("owner"),
    )
    with visibility.reading(actor):
        made = many.apply_plan(
            actor=actor, record=ocg, template=template, owner=people.memberships["owner"]
        ).parts
    assert [a.title for a in made] == [step["step"] for step in template.body["steps"]]
    assert {a.plan for a in made} == {template.body["plan"]}
    assert made[0].due == TODAY() + timedelta(days=template.body["steps"][0]["days"])


def test_a_plan_with_one_impossible_owner_adds_nothing(people, ocg):
    template, actor = (
        FrameworkVersion.objects.filter(kind="plan", body__for=["ocg"]).first(),
        people.reader("owner"),
    )
    steps = action_selectors.steps_of(template, people.memberships["owner"])
    steps[-1] = action_selectors.Step("Watch", "pursue", people.memberships["colleague"], TODAY())
    with visibility.reading(actor):
        with refused("owner_cannot_see"):
            many.apply_plan(actor=actor, record=ocg, template=template, steps=steps)
        assert not visibility.visible_to(actor, Action).exists()


def test_a_strand_is_asked_where_the_kind_of_record_has_strands_and_refused_elsewhere(people, ocg, sign_in):
    with refused("missing", field="strand"):
        add_action(people, ocg, strand="")
    with refused("invalid_choice", field="strand"):
        add_action(people, ocg, strand="punish")
    assert 'name="strand"' in sign_in("owner").get(reverse("actions:add", args=[ocg.uuid])).content.decode()
    case = make_case(people)
    with refused("not_asked", field="strand"):
        add_action(people, case, strand="protect")
    page = sign_in("owner").get(reverse("actions:add", args=[case.uuid])).content.decode()
    assert 'name="strand"' not in page and not re.search(r"\b4P\b", page)
    assert add_action(people, case).strand == ""


def test_the_list_offers_the_strands_without_a_kind(people, ocg, sign_in):
    add_action(people, ocg, strand="protect")
    page = sign_in("owner").get(reverse("actions:list")).content.decode()
    assert 'name="strand"' in page and "4P" in page
