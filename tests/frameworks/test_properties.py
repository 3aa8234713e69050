"""What must hold of every framework, tried out on made ones."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pam.frameworks.assessment.checks import check
from pam.frameworks.assessment.engine import assess
from pam.frameworks.assessment.method import Method
from pam.frameworks.assessment.scores import Reachable, decimal
from pam.frameworks.bodies import read_file, write_file
from pam.frameworks.kinds import kind_named
from pam.frameworks.yaml_text import as_kept, read_yaml, write_yaml
from tests.frameworks.made import answers, assessments
from tests.frameworks.reference import World

TODAY = date(2026, 11, 22)
SOME = settings(max_examples=30, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**14), 10**14)
    | st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n\t")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abc -#:yes", min_size=1, max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.slow
@SOME
@given(VALUES)
def test_yaml_that_is_written_is_read_as_the_same(value):
    assert read_yaml(write_yaml(value))[0] == value


@pytest.mark.slow
@SOME
@given(assessments())
def test_an_assessment_goes_into_a_file_and_comes_back_the_same(body):
    assert not kind_named("assessment").schema_problems(body)
    text = write_file("assessment", "made", body)
    found = read_file(text, whole=False)
    assert found.body == as_kept(body)
    assert write_file("assessment", found.code, found.body) == text


@pytest.mark.slow
@SOME
@given(st.data())
def test_the_engine_scores_shows_and_needs_what_a_slow_second_one_does(data):
    body = data.draw(assessments())
    kept = data.draw(answers(body))
    outcome, slow = assess(Method(body), kept, TODAY), World(body, kept, TODAY)
    assert not outcome.faults
    assert outcome.hidden == {code for code, shown in slow.shown.items() if not shown}
    assert {
        code: Fraction(score) for code, score in outcome.scores.items() if code not in outcome.hidden
    } == {code: slow.score(code) for code in outcome.scores if code not in outcome.hidden}
    assert outcome.required == slow.required
    assert set(outcome.unknown) == {
        code for code in slow.rows if slow.shown[code] and not slow.answered(code)
    }
    fired = {row["code"] for row in body["triggers"] if slow.holds(row["when"])}
    assert {one.code for one in outcome.triggers} == fired


@pytest.mark.slow
@SOME
@given(st.data())
def test_no_answers_fall_between_bands_and_nothing_called_impossible_happens(data):
    body = data.draw(assessments())
    kept = data.draw(answers(body))
    outcome, problems = assess(Method(body), kept, TODAY), list(check(body))
    gap = any("No band takes" in one.sentence or "two bands" in one.sentence for one in problems)
    if not gap and not any(one.path[0] == "sections" for one in problems):
        bands = [band for band in body["bands"] if _takes(band, outcome.score)]
        assert bands == [outcome.band]
    for one in problems:
        if one.path[0] == "triggers":
            assert body["triggers"][one.path[1]]["code"] not in {fired.code for fired in outcome.triggers}
        if one.path[0] == "sections" and one.path[-1] == "visible-if":
            row = body["sections"][one.path[1]]["questions"][one.path[3]]
            assert row["code"] in outcome.hidden
    reachable = Reachable(Method(body))
    if reachable.exact:
        assert outcome.score in reachable.scores[None]


def _takes(band, score):
    return decimal(band.get("from", "-1e9")) <= score <= decimal(band.get("to", "1e9"))
