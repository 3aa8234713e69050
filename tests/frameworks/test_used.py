"""A version that a row was made with is read with that row, whichever agency wrote it, and no other way."""

import pytest
from django.http import Http404
from django.urls import reverse

from pam.access import visibility
from pam.actions.models import Action
from pam.actions.services import many
from pam.frameworks import selectors, services
from pam.frameworks.models import Framework, FrameworkVersion
from pam.frameworks.uses import uses
from tests.frameworks.test_versions import as_, seen
from tests.world.frameworks import published_plan


@pytest.fixture
def plan(world):
    return published_plan(world.people, "owner", "Wharf visits", "visits")


def apply(world, plan, agencies=None):
    people = world.people
    return as_(
        people,
        "owner",
        many.apply_plan,
        record=world.ocg,
        template=plan,
        owner=people.memberships["owner"],
        agencies=agencies,
    )


def reads(world, persona, plan):
    """What a persona can read of the plan: (by the gate, by the row policy alone)."""
    reader = world.people.reader(persona)
    try:
        found = bool(seen(world.people, persona, selectors.version, plan.uuid))
    except Http404:
        found = False
    with visibility.reading(reader):
        rows = FrameworkVersion.objects.filter(pk=plan.pk).exists()
        name = Framework.objects.filter(pk=plan.framework_id).exists()
    return {found, rows, name}


def test_actions_keep_the_version_they_were_made_with_and_who_sees_one_reads_it(world, plan, sign_in):
    assert (Action, "plan_version") in uses()
    for persona in ("granted", "other_force", "signposted", "narrowed"):
        assert reads(world, persona, plan) == {False}
    batch = apply(world, plan)
    assert {action.plan_version_id for action in batch.parts} == {plan.pk}
    assert reads(world, "granted", plan) == {True}
    for persona in ("other_force", "signposted", "narrowed"):  # the last is given documents and notes alone
        assert reads(world, persona, plan) == {False}
    client = sign_in("granted")
    assert "Wharf visits" in client.get(reverse("frameworks:version", args=[plan.uuid])).text
    assert client.get(reverse("frameworks:framework", args=[plan.framework.uuid])).status_code == 404
    assert "Wharf visits" not in client.get(reverse("frameworks:library")).text


def test_an_action_that_is_for_other_agencies_shows_nobody_its_plan(world, plan):
    apply(world, plan, agencies=[world.people.agencies["police"].pk])
    assert reads(world, "granted", plan) == {False}


def test_who_reads_one_version_reads_no_other_and_cannot_work_by_it(world, plan):
    apply(world, plan)
    draft = as_(world.people, "owner", services.start_draft, framework=plan.framework)
    newer = as_(world.people, "owner", services.publish, draft=draft, version=draft.version)
    assert reads(world, "granted", plan) == {True}
    with pytest.raises(Http404):
        seen(world.people, "granted", selectors.version, newer.uuid)
    assert plan not in seen(world.people, "granted", selectors.in_force, "plan")
    assert newer in seen(world.people, "owner", selectors.in_force, "plan", "ocg")
