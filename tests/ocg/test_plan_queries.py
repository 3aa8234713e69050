"""How many queries the pages of a plan take: the same at 1 and at 3 rows of each kind."""

import pytest

from tests.actions.world import add_action
from tests.ocg.made_plan import add, begin, gap, objective, risk, sign, sro, stakeholder
from tests.records.test_queries import count
from tests.records.world import group, url
from tests.world.plans import review_plan

QUERIES = {"the plan": 28, "sign": 16, "review": 37, "a version": 15, "compared": 16, "a review": 14}


@pytest.mark.slow
def test_pages_of_a_plan_take_the_same_queries_at_1_and_at_3_rows(people, sign_in):
    record = group(people)
    sro(people, record)
    plan = begin(people, record)
    for number in (1, 2):
        for n in range(number):
            for part in (objective(f"Goal {n}"), stakeholder(), gap(), risk()):
                add(people, plan, part)
            add_action(people, record, title=f"Visit {n}")
        version = sign(people, plan)
        add(people, plan, stakeholder("Another"))
        review = review_plan(people, record)
        client = sign_in("owner")
        addresses = {
            "the plan": url("ocg:plan", record),
            "sign": url("ocg:plan_sign", record),
            "review": url("ocg:plan_review", record),
            "a version": url("ocg:plan_version", version),
            "compared": url("ocg:plan_compare", version),
            "a review": url("ocg:plan_review_page", review),
        }
        assert {name: count(client, address) for name, address in addresses.items()} == QUERIES
