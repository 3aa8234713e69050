"""A newer version of an assessment's questions; many questions in as many queries as few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pam.access import visibility
from pam.assessments import selectors, services
from pam.frameworks import services as frameworks
from pam.frameworks.assessment.engine import assess
from pam.frameworks.assessment.method import Method
from tests.assessments.made import begin, complete


def body(questions):
    """An assessment that scores one for each yes to `questions` (codes)."""
    rows = [
        {"code": code, "ask": f"Is it {code}?", "type": "yesno", "score": {"yes": 1}} for code in questions
    ]
    return {"score": "sum", "for": ["ocg"], "sections": [{"code": "all", "title": "All", "questions": rows}]}


def published(actor, questions):
    draft = frameworks.create_draft(
        actor=actor, kind="assessment", code="ours", name="Ours", body=body(questions)
    )
    return frameworks.publish(actor=actor, draft=draft, version=draft.version, note="New")


def published_newer(actor, version, questions):
    draft = frameworks.start_draft(actor=actor, framework=version.framework)
    draft = frameworks.change_draft(
        actor=actor, draft=draft, version=draft.version, body={"name": "Ours", **body(questions)}
    )
    return frameworks.publish(actor=actor, draft=draft, version=draft.version, note="Newer")


def test_it_moves_to_a_newer_version_with_the_answers_that_fit_and_the_differences_shown(world, sign_in):
    actor = world.people.reader("owner")
    with visibility.reading(actor):
        version = published(actor, ["near", "far", "old"])
    row = begin(world, code="ours")
    with visibility.reading(actor):
        given = {"near": "yes", "far": "no", "old": "yes"}
        row = services.answer(actor=actor, assessment=row, version=row.version, answers=given)
    row = complete(world, row)
    with visibility.reading(actor):
        newer = published_newer(actor, version, ["near", "far", "new"])
        assert selectors.newer_version(actor, row).pk == newer.pk
    client = sign_in("owner")
    page = client.get(reverse("assessments:again", args=[row.uuid]) + "?newer").text
    assert "2 of 3 answers carry over" in page and "Score 2 before, 1 after" in page
    assert "Is it new?" in page and "Is it old?" in page
    with visibility.reading(actor):
        draft = services.make_again(actor=actor, assessment=row, reason="New questions", newer=True)
        kept = selectors.assessment(actor, row.uuid)
    assert (draft.framework_version_id, draft.answers) == (newer.pk, {"near": "yes", "far": "no"})
    assert (kept.framework_version_id, kept.answers, kept.state) == (version.pk, given, "completed")


@pytest.mark.slow
def test_two_hundred_questions_take_as_many_queries_as_two_and_score_as_the_engine_says(world, sign_in):
    actor, client, counted = world.people.reader("owner"), sign_in("owner"), []
    with visibility.reading(actor):
        version = published(actor, ["q0", "q1"])
    for number in (2, 200):
        codes = [f"q{place}" for place in range(number)]
        if number > 2:
            with visibility.reading(actor):
                version = published_newer(actor, version, codes)
        row = begin(world, code="ours")
        address = reverse("assessments:answer", args=[row.uuid])
        client.get(address)
        sent = {f"q-{code}": "yes" for code in codes} | {"version": row.version, "keep": "1"}
        with CaptureQueriesContext(connection) as opened:
            assert client.get(address).status_code == 200
        with CaptureQueriesContext(connection) as saved:
            assert client.post(address, sent).status_code == 302
        counted.append((len(opened), len(saved)))
        row.refresh_from_db()
        outcome = assess(Method(version.body), row.answers, row.on)
        assert outcome.score == number == complete(world, row).score
    assert counted[0] == counted[1], counted
    assert counted[0][0] < 25
