"""A group as a file: its facts as they are counted, and the work on it, as far as its reader may see."""

import json

import pytest
from django.utils import timezone

from ocg.members.models import MemberStatus
from ocg.models import Ocg
from pam.access.levels import Level
from pam.records.bulk import rows
from pam.records.models import Subject
from tests.ocg import made_plan
from tests.ocg.scored import set_tier
from tests.ocg.test_harm import add as add_harm
from tests.ocg.test_members import add as add_member
from tests.ocg.test_members import move
from tests.pvp.test_case_export import exported
from tests.records.world import group, share_with
from tests.world.disruptions import term


@pytest.mark.slow
def test_a_groups_file_holds_facts_and_work_and_for_a_partner_what_is_theirs(people, sign_in):
    ocg = group(people)
    crime = term("frameworks.crime-type", "county-lines")
    facts = {"main_crime": crime, "crimes": [crime.pk], "operation_name": "Heron", "area": "By the quay"}
    rows(Ocg).filter(pk=ocg.pk).update(**facts)
    share_with(people, ocg, level=Level.VIEW)
    ours = [people.agencies["police"].pk]
    member = add_member(people, ocg, first=MemberStatus(state="remanded", since=timezone.localdate()))
    move(people, member, "licence")
    add_member(people, ocg, Subject(name="Bo Lane", category="victim"), code="exploited", agencies=ours)
    add_harm(people, ocg, what="Shots at the wharf")
    add_harm(people, ocg, what="For us alone", agencies=ours)
    made_plan.sign(people, made_plan.begin(people, ocg, made_plan.objective(), made_plan.risk()))
    set_tier(people, ocg, "3", "Agreed by the chair")
    told = json.loads(exported(sign_in("owner"), ocg))["sections"]
    said = {code: str(section["rows"]) for code, section in told.items()}
    for code, words in (
        ("group", ("Heron", "County lines", "By the quay")), ("members", ("Jo Quay", "On licence")),
        ("exploited", ("Bo Lane",)), ("statuses", ("Remanded", "On licence")),
        ("tiers", ("Tier 3", "Agreed by the chair")),
        ("plan", ("No line runs", "1. Fewer runners", "Plan for debt")), ("plan-versions", ("Olive Owner",)),
        ("harm", ("Shots at the wharf", "For us alone")),
    ):  # fmt: skip
        assert not [word for word in words if word not in said[code]], (code, said[code])
    assert "Bo Lane" not in said["members"] and {"plan-reviews", "region"} <= set(told)
    theirs = exported(sign_in("granted"), ocg).decode()
    assert "Shots at the wharf" in theirs and "For us alone" not in theirs and "Bo Lane" not in theirs
