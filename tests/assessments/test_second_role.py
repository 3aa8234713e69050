"""Who gives the second grade is a role that the framework names; it waits for people of that role."""

import pytest
from django.urls import reverse

from pam.access import visibility
from pam.assessments import services
from pam.dashboard.selectors.waiting import waiting_rows
from pam.frameworks import services as frameworks
from pam.frameworks.kinds import kind_named
from tests.assessments.made import begin, complete
from tests.refusals import refused
from tests.standing import standing

BODY = {
    "score": "none",
    "for": ["ocg"],
    "bands": [{"code": code, "label": code.capitalize()} for code in ("low", "middle", "high")],
    "sections": [
        {"code": "all", "title": "All", "questions": [{"code": "near", "ask": "Near?", "type": "yesno"}]}
    ],
    "second-line": {"hours": 24, "role": "supervisor"},
}


@standing
def waiting(world):
    """{grade: assessment} by the owner that wait for a supervisor; the colleague is one, in the team."""
    colleague = world.people.memberships["colleague"]
    colleague.teams.add(world.people.teams["unit"])
    colleague.roles = [*colleague.roles, "supervisor"]
    colleague.save()
    actor = world.people.reader("owner")
    with visibility.reading(actor):
        draft = frameworks.create_draft(actor=actor, kind="assessment", code="ours", name="Ours", body=BODY)
        frameworks.publish(actor=actor, draft=draft, version=draft.version)
    return {
        grade: complete(world, begin(world, code="ours"), grade=grade, reason="Known")
        for grade in ("low", "high")
    }


def seconds(world, persona):
    """[(title, urgency)] of the second grades that wait for a persona."""
    reader = world.people.reader(persona)
    with visibility.reading(reader):
        rows = waiting_rows(reader, most=100)
    return [(row.title.rsplit(", ", 1)[-1], row.urgency) for row in rows if row.ask == "Give a second grade"]


def give(world, persona, row, grade="high"):
    actor = world.people.reader(persona)
    with visibility.reading(actor):
        return services.give_second_grade(
            actor=actor, assessment=row, version=row.version, grade=grade, reason="Seen before"
        )


def test_it_waits_for_people_of_the_role_who_may_give_it_the_highest_first(world, waiting):
    assert seconds(world, "colleague") == [("High", 0), ("Low", 3)]  # the low one is older
    for persona in ("owner", "granted", "other_force", "administrator"):
        assert seconds(world, persona) == [], persona


def test_nothing_waits_for_a_role_that_may_not_see_the_record(world, waiting):
    world.people.memberships["colleague"].teams.clear()
    assert seconds(world, "colleague") == []


def test_another_role_is_refused_with_a_sentence_and_the_page_says_which_role_it_is(world, waiting, sign_in):
    member = world.people.memberships["colleague"]
    member.roles = ["officer"]
    member.save()
    with refused("not_the_role"):
        give(world, "colleague", waiting["high"])
    page = sign_in("colleague").get(reverse("assessments:detail", args=[waiting["high"].uuid])).text
    assert "a person with the role “Supervisor”" in page and "Give a second grade" not in page


def test_once_given_it_waits_no_longer(world, waiting, sign_in):
    address = reverse("assessments:second", args=[waiting["high"].uuid])
    assert "a person with the role “Supervisor”" in sign_in("colleague").get(address).text
    give(world, "colleague", waiting["high"])
    assert seconds(world, "colleague") == [("Low", 3)]
    with refused("same_person"):
        give(world, "owner", waiting["low"])


@pytest.mark.parametrize(("role", "faults"), [("supervisor", 0), ("lead", 1), ("nobody", 1)])
def test_the_role_is_one_that_a_person_can_have(role, faults):
    kind = kind_named("assessment")
    problems = kind.problems({**BODY, "name": "Ours", "second-line": {"hours": 1, "role": role}})
    assert len([one for one in problems if one.path == ("second-line", "role")]) == faults
