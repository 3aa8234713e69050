"""What pam ships as data can be used as it is."""

import pytest

from pam.actions.models import Action
from pam.frameworks import shipped
from pam.frameworks.bodies import body_of_data, read_file
from pam.frameworks.models import Framework, FrameworkVersion
from pam.frameworks.yaml_text import read_yaml
from pam.records.kinds import kind_of
from pam.reference.selectors.lists import terms

FILES = list(shipped.files())
TAGGED = {"crime-types": "crime-types", "communities": "communities"}  # key of a head: list that it names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_shipped_framework_has_no_fault_and_names_its_source(path):
    found = read_file(path.read_bytes())
    assert path.stem == found.code
    assert found.body.get("purpose")


def test_each_shipped_framework_is_in_force(db):
    assert FILES
    kept = {
        (row.kind, row.code): row.current.body
        for row in Framework.objects.filter(agency=None).select_related("current")
    }
    for path in FILES:
        kind, code, body = body_of_data(read_yaml(path.read_bytes())[0])
        assert kept[kind, code] == body, path


def test_what_is_in_force_is_not_loaded_again_and_costs_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(3):  # a savepoint, the question, its end
        assert shipped.load() == 0


def test_each_tag_of_a_shipped_framework_is_in_its_list(db):
    lists = {
        key: {value["code"] for value in FrameworkVersion.objects.get(kind="list", code=code).body["values"]}
        for key, code in TAGGED.items()
    }
    lists["strands"] = {value.code for value in terms("pvp.strand")}
    for version in FrameworkVersion.objects.filter(agency=None):
        for key, known in lists.items():
            assert set(version.body.get(key, ())) <= known, version


def test_each_plan_and_tactic_that_a_shipped_framework_names_is_shipped(db):
    shipped_now = {(row.kind, row.code) for row in Framework.objects.filter(agency=None, retired=False)}
    for version in FrameworkVersion.objects.filter(agency=None):
        for step in version.body.get("steps", ()):
            assert "tactic" not in step or ("tactic", step["tactic"]) in shipped_now, step
        rows = [*version.body.get("bands", ()), *version.body.get("triggers", ())]
        for one in (one for row in rows for one in row.get("proposes", ())):
            assert one["what"] != "plan" or ("plan", one["value"]) in shipped_now, one


def test_each_shipped_plan_for_a_group_has_eight_to_fourteen_steps_over_all_strands(db):
    plans = FrameworkVersion.objects.filter(
        kind="plan", agency=None, code__endswith="-plan", body__for=["ocg"]
    )
    plans = [plan for plan in plans if "opening" not in plan.code]
    assert len(plans) == 6
    for plan in plans:
        steps = plan.body["steps"]
        assert 8 <= len(steps) <= 14, plan
        assert {step["strand"] for step in steps} == set(dict(kind_of("ocg").strands.choices)), plan
        assert all(step.get("owner") for step in steps) and any(step.get("after") for step in steps), plan


def test_at_least_twenty_cards_cover_each_strand_and_say_what_when_who_risk_and_law(db):
    cards = [row.body for row in FrameworkVersion.objects.filter(kind="tactic", agency=None)]
    assert len(cards) >= 20
    assert {card["strand"] for card in cards} == set(dict(kind_of("ocg").strands.choices))
    for card in cards:
        assert all(card.get(key) for key in ("summary", "when", "how", "partners", "risks", "powers")), card[
            "name"
        ]


def test_each_shipped_plan_makes_actions_that_can_be_kept(db):
    for version in FrameworkVersion.objects.filter(kind="plan", agency=None):
        for step in version.body["steps"]:
            assert 0 < len(step["step"]) <= Action._meta.get_field("title").max_length


def test_an_ocg_plan_covers_each_of_the_strands(db):
    version = FrameworkVersion.objects.get(code="drug-supply-group-opening-plan")
    assert {step["strand"] for step in version.body["steps"]} == set(dict(kind_of("ocg").strands.choices))
