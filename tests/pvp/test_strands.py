"""Strands as data: what each switches on, and what a case answers."""

import pytest

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.frameworks.models import Framework
from pam.frameworks.selectors import in_force
from pam.reference.models import ReferenceValue
from pvp.models import CaseFile, StrandAnswer
from pvp.strands.kind import STRAND
from pvp.strands.selectors import METHODS, strand_of, strand_version
from pvp.strands.services import StaleAnswers, answer_strand
from tests.pvp.test_cases import make_case
from tests.records.world import page_text, share_with, url
from tests.standing import standing


@standing
def case(people):
    """A case of child criminal exploitation."""
    return CaseFile.objects.select_related("strand").get(pk=make_case(people).pk)


def answer(people, case, version=0, **answers):
    """Answers by the owner."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        asked = strand_version(actor, case)
        return answer_strand(actor=actor, case=case, asked=asked, answers=answers, version=version)


def test_each_shipped_strand_has_a_framework_whose_methods_are_all_there(people):
    strands = set(ReferenceValue.objects.filter(listing="pvp.strand").values_list("code", flat=True))
    shipped = Framework.objects.filter(kind="case-strand").select_related("current")
    assert {row.current.body["strand"] for row in shipped} == strands and len(strands) >= 15
    reader = people.reader("owner")
    with visibility.reading(reader):
        there = {kind: {row.code for row in in_force(reader, kind)} for kind, _ in METHODS}
    for row in shipped:
        for kind, key in METHODS:
            assert set(row.current.body.get(key, [])) <= there[kind], (row.code, key)
        assert row.current.body["act-first"] and row.current.body["fields"] and row.current.body["closure"]


def test_the_page_of_the_strand_shows_what_it_switches_on_and_the_list_for_closing(case, sign_in):
    text = page_text(sign_in("owner").get(url("pvp:strand", case)))
    assert "Treat the child as a victim first" in text and "Start an assessment" in text
    assert "The person was told safely" in text and "The link to the group was made" in text


def test_a_partner_answers_what_is_open_and_changes_no_answer_of_another_agency(people, case, sign_in):
    share_with(people, case, level=Level.CONTRIBUTE)
    answer(people, case, debt="Yes")
    client, address = sign_in("granted"), url("pvp:strand_answer", case)
    changed = client.post(address, {"version": 1, "field_debt": "No", "field_school": "Mrs Dale"})
    assert changed.status_code == 200 and "Another agency answered this" in page_text(changed)
    assert (
        client.post(address, {"version": 1, "field_debt": "Yes", "field_school": "Mrs Dale"}).status_code
        == 302
    )
    assert set(StrandAnswer.objects.values_list("value", flat=True)) == {"Yes", "Mrs Dale"}


def test_an_answer_is_kept_and_what_is_needed_is_asked_for_until_then(case, people, sign_in):
    client = sign_in("owner")
    assert "Answer: Is there a debt or a threat?" in page_text(client.get(case.get_absolute_url()))
    sent = {"version": 0, "field_debt": "Yes", "field_school": "Form tutor, Mrs Dale"}
    assert client.post(url("pvp:strand_answer", case), sent).status_code == 302
    assert "Answer: Is there a debt" not in page_text(client.get(case.get_absolute_url()))
    assert "Form tutor, Mrs Dale" in page_text(client.get(url("pvp:strand", case)))
    assert StrandAnswer.objects.get(code="debt").version_asked.code == "strand-cce"


def test_an_answer_that_came_too_late_is_refused_with_both_texts(case, people, sign_in):
    client = sign_in("owner")
    answer(people, case, school="Mr Hale")
    page = client.post(url("pvp:strand_answer", case), {"version": 0, "field_school": "Mrs Dale"})
    assert "Mrs Dale" in page.text and "Mr Hale" in page.text and page.status_code == 200
    assert StrandAnswer.objects.get().value == "Mr Hale"
    with pytest.raises(StaleAnswers):
        answer(people, case, school="Mrs Dale")


@pytest.mark.parametrize("answers", [{"debt": "Perhaps"}, {"school": "x" * 2001}, {"never": "asked"}])
def test_what_is_no_answer_is_refused(case, people, answers):
    with pytest.raises(Refused):
        answer(people, case, **answers)
    assert not StrandAnswer.objects.exists()


def test_a_strand_without_a_framework_still_has_the_list_of_every_case(case, people):
    row = Framework.objects.get(code="strand-cce")
    row.retired = True
    row.save()
    actor = people.reader("owner")
    with visibility.reading(actor):
        shown = strand_of(actor, case)
    assert shown.version is None and shown.closure and not shown.unanswered


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ([{"code": "a", "label": "A", "type": "choice"}], "A choice needs options"),
        ([{"code": "a", "label": "A", "type": "text", "choices": ["x", "y"]}], "Only a choice has options"),
        ([{"code": "a", "label": "A", "type": "text"}] * 2, "twice"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(fields, words):
    problems = STRAND.problems({"name": "N", "strand": "domestic", "fields": fields})
    assert problems and (words in str(problems[0]) or words == "twice")


def test_the_4p_is_not_asked_for_on_the_action_of_a_case(case, sign_in):
    page = sign_in("owner").get(url("actions:add", case))
    assert 'name="strand"' not in page.text
    page = sign_in("owner").get(url("actions:apply_plan", case))
    assert "Pursue" not in page_text(page)
