"""Two tools on one record whose grades are far apart: said in a sentence, where they are near in time."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from pam.access import visibility
from pam.assessments.disagreement import disagreements
from pam.assessments.models import Assessment
from pam.frameworks import services as frameworks
from pam.frameworks.models import Framework, FrameworkVersion
from tests.assessments.made import begin, complete

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def made(number, bands, grade, days=0, state="completed"):
    """An assessment that is not kept, of a tool with so many bands, at band `grade` (from 0)."""
    rows = [{"code": f"b{n}", "label": f"Band {n}"} for n in range(bands)]
    version = FrameworkVersion(framework=Framework(pk=number), body={"name": f"Tool {number}", "bands": rows})
    when = NOON - timedelta(days=days)
    return Assessment(
        framework_version=version, grade=f"b{grade}", state=state, on=when.date(), completed_at=when
    )


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ((3, 0), (3, 2), 1),  # lowest and highest
        ((3, 0), (3, 1), 0),  # beside one another
        ((3, 0), (5, 3), 1),  # 0 and 75 per cent, a band of the wider tool is 50
        ((3, 0), (5, 2), 0),  # 0 and 50
        ((5, 0), (5, 2), 1),
        ((2, 0), (2, 1), 0),  # of two bands, one is never more than one away
        ((1, 0), (3, 2), 0),  # a single band says nothing
    ],
)
def test_grades_more_than_one_band_apart_are_said(one, other, said):
    assert len(disagreements([made(1, *one), made(2, *other)], 30)) == said


def test_the_latest_of_each_tool_counts_and_only_near_in_time():
    high, low = made(1, 3, 2), made(2, 3, 0)
    assert "“Tool 1” (Band 2, 2 March 2026) and “Tool 2” (Band 0" in disagreements([high, low], 30)[0]
    assert disagreements([high, made(2, 3, 0, days=31)], 30) == []
    assert disagreements([high, made(2, 3, 2), low], 30) == []  # since then they agree
    assert disagreements([high, made(1, 3, 0)], 30) == []  # one tool twice is a trend
    assert disagreements([high, made(2, 3, 0, state="draft")], 30) == []


def tool(actor, code):
    """A tool of three bands whose grade is a judgement."""
    question = {"code": "near", "ask": "Near?", "type": "yesno"}
    body = {
        "score": "none",
        "for": ["ocg"],
        "bands": [{"code": one, "label": one.capitalize()} for one in ("low", "middle", "high")],
        "sections": [{"code": "all", "title": "All", "questions": [question]}],
    }
    draft = frameworks.create_draft(actor=actor, kind="assessment", code=code, name=code.title(), body=body)
    frameworks.publish(actor=actor, draft=draft, version=draft.version)


def test_the_page_of_a_record_says_it(world, sign_in):
    actor = world.people.reader("owner")
    with visibility.reading(actor):
        tool(actor, "first-tool")
        tool(actor, "second-tool")
    address, client = reverse("assessments:of_record", args=[world.ocg.uuid]), sign_in("owner")
    complete(world, begin(world, code="first-tool"), grade="low", reason="Known")
    assert "“Second-Tool” (High" not in client.get(address).text
    complete(world, begin(world, code="second-tool"), grade="high", reason="Known")
    said = r"“Second-Tool” \(High, [^)]*\) and “First-Tool” \(Low, [^)]*\) are more than one band apart"
    assert len(re.findall(said + r"\. Look at why: one of them may", client.get(address).text)) == 1
