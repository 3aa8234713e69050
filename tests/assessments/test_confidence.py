"""How sure an answer is: kept and shown beside it, and never reckoned with."""

import pytest
from django.urls import reverse

from pam.access import visibility
from pam.assessments import services
from pam.assessments.models import Assessment
from pam.assessments.shown import answers_beside, as_read, in_full
from pam.frameworks import services as frameworks
from tests.assessments.made import begin, complete
from tests.refusals import refused
from tests.standing import standing


@standing
def draft(world):
    """A draft of three questions, of which two ask how sure the answer is."""
    asked = [
        {"code": code, "ask": f"Is it {code}?", "type": "yesno", "score": {"yes": 1}, "confidence": True}
        for code in ("near", "far")
    ]
    asked.append({"code": "old", "ask": "Is it old?", "type": "yesno", "score": {"yes": 1}})
    sections = [{"code": "all", "title": "All", "questions": asked}]
    body, actor = {"score": "sum", "for": ["ocg"], "sections": sections}, world.people.reader("owner")
    with visibility.reading(actor):
        row = frameworks.create_draft(actor=actor, kind="assessment", code="ours", name="Ours", body=body)
        frameworks.publish(actor=actor, draft=row, version=row.version)
    return begin(world, code="ours")


def answer(world, row, answers, confidence):
    actor = world.people.reader("owner")
    with visibility.reading(actor):
        return services.answer(
            actor=actor, assessment=row, version=row.version, answers=answers, confidence=confidence
        )


def test_it_is_typed_kept_shown_and_told_to_the_person_and_scores_nothing(world, draft, sign_in):
    client = sign_in("owner")
    address = reverse("assessments:answer", args=[draft.uuid])
    page = client.get(address).text
    assert page.count("How sure is the answer?") == 2
    typed = {"q-near": "yes", "s-near": "low", "q-far": "no", "s-far": "high", "q-old": "yes"}
    client.post(address, {"version": draft.version, "keep": "1", **typed})
    draft.refresh_from_db()
    assert draft.confidence == {"near": "low", "far": "high"}
    row = complete(world, draft)
    assert row.score == 2
    page = client.get(reverse("assessments:detail", args=[row.uuid])).text
    assert "Confidence: low" in page and "1 of 2" in page
    assert ("Is it near?", "Yes. Confidence: low") in in_full(
        Assessment.objects.filter(pk=row.pk).values().get()
    )


def test_an_answer_that_is_not_known_rests_on_no_confidence(world, draft):
    row = answer(world, draft, {"near": {"unknown": "declined"}, "far": "yes"}, {"near": "low", "far": "low"})
    read = as_read(row)
    assert (read["sure_asked"], read["unsure"]) == (1, ["Is it far?"])


@pytest.mark.parametrize(
    "given", [{"near": "certain"}, {"old": "low"}, {"nothing": "low"}, {"near": ["low"]}]
)
def test_what_is_not_asked_is_refused(world, draft, given):
    with refused("not_an_answer"):
        answer(world, draft, {"near": "yes"}, given)


def test_it_is_carried_over_and_compared(world, draft):
    row = complete(world, answer(world, draft, {"near": "yes"}, {"near": "low", "far": "high"}))
    actor = world.people.reader("owner")
    with visibility.reading(actor):
        again = services.make_again(actor=actor, assessment=row, reason="Seen since")
    assert again.confidence == {"near": "low"}  # of what is answered alone
    again = answer(world, again, {"near": "yes"}, {"near": "high"})
    assert answers_beside(row, again)[0] == ("Is it near?", "Yes (low confidence)", "Yes (high confidence)")
