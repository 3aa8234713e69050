"""A stage map never loses a record."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pam.frameworks.stage_maps import STAGE_MAP, check, left_without, moves_from, stage_of
from tests.frameworks.test_properties import SOME

CODES = [f"s{n}" for n in range(5)]
MAP = {
    "name": "Groups",
    "start": "trigger",
    "stages": [
        {"code": "trigger", "label": "Trigger"},
        {"code": "active", "label": "Active"},
        {"code": "archived", "label": "Archived", "end": True},
    ],
    "moves": [
        {"code": "adopt", "label": "Adopt", "from": ["trigger"], "to": "active", "needs": ["lead.live"]},
        {
            "code": "archive",
            "label": "Archive",
            "from": ["trigger", "active"],
            "to": "archived",
            "reason": True,
        },
        {"code": "reopen", "label": "Reopen", "from": ["archived"], "to": "active"},
    ],
}


@st.composite
def maps(draw):
    codes = draw(st.lists(st.sampled_from(CODES), min_size=2, unique=True))
    ends = draw(st.sets(st.sampled_from(codes)))
    stages = [{"code": code, "label": code, **({"end": True} if code in ends else {})} for code in codes]
    pairs = draw(st.lists(st.tuples(st.sampled_from(codes), st.sampled_from(codes)), min_size=1, max_size=8))
    moves = [
        {"code": f"m{place}", "label": "Move", "from": [one], "to": to}
        for place, (one, to) in enumerate(pairs)
    ]
    return {"name": "Made", "start": codes[0], "stages": stages, "moves": moves}


@pytest.mark.slow
@settings(SOME, max_examples=150)
@given(maps(), maps(), st.data())
def test_from_each_stage_of_a_map_without_faults_a_record_comes_to_an_end_also_in_the_next_version(
    body, later, data
):
    assert not STAGE_MAP.schema_problems(body)
    if list(check(body)) or list(check(later)):
        return
    code = data.draw(st.sampled_from(body["stages"]))["code"]
    seen = set()
    while not (stage := stage_of(later, code)).get("end"):
        seen.add(stage["code"])
        onward = [move.to for move in moves_from(later, stage["code"])]
        assert onward
        code = next((to for to in onward if to not in seen), None)
        if code is None:
            break  # a circle: another move leads out of it, as the check says
    assert stage in later["stages"]


def test_a_record_whose_stage_is_gone_goes_where_the_author_said_and_who_left_it_out_is_told():
    later = {
        **MAP,
        "stages": [*MAP["stages"][:1], {"code": "live", "label": "Live", "instead-of": ["active"]}],
    }
    assert stage_of(later, "active")["code"] == "live"
    assert stage_of(later, "archived")["code"] == "trigger"
    assert [row["code"] for row in left_without(MAP, later)] == ["archived"]


def test_a_move_says_what_is_missing_who_makes_it_and_whether_a_reason_is_written():
    assert not list(check(MAP))
    adopt, archive = moves_from(MAP, "trigger", met=())
    assert adopt.missing == ("lead.live",) and archive.missing == () and archive.reason
    assert moves_from(MAP, "trigger", met={"lead.live"})[0].missing == ()
    assert [move.to for move in moves_from(MAP, "archived")] == ["active"]


def test_a_stage_without_a_way_in_or_out_is_a_fault():
    lost = {**MAP, "stages": [*MAP["stages"], {"code": "lost", "label": "Lost"}]}
    assert [one.sentence for one in check(lost)] == [
        "No moves lead to “Lost”.",
        "From “Lost” no moves lead to an end.",
    ]


def test_a_move_that_one_person_would_make_and_approve_can_never_be_made():
    archive = MAP["moves"][1]
    body = {**MAP, "moves": [MAP["moves"][0], {**archive, "who": ["lead"], "approved-by": ["lead"]}]}
    assert [problem.path for problem in check(body)] == [("moves", 1, "approved-by")]
    body["moves"][1] = {**archive, "who": ["lead"], "approved-by": ["lead", "supervisor"]}
    assert not list(check(body))
