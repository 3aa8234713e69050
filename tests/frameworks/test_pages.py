"""The library of frameworks, as people read it."""

import pytest
from django.urls import reverse

from pam.frameworks import services
from pam.frameworks.bodies import read_file
from pam.frameworks.kinds import all_kinds
from tests.frameworks.test_versions import as_, create, publish

LIBRARY = "frameworks:library"
ASKED = {
    "score": "sum",
    "sections": [
        {
            "code": "harm",
            "title": "The harm",
            "questions": [
                {"code": "hurt", "ask": "Was anybody hurt?", "type": "yesno", "score": {"yes": 2}},
                {"code": "how", "ask": "How?", "type": "text", "visible-if": "hurt = yes"},
            ],
        }
    ],
    "bands": [{"code": "low", "label": "Lower", "to": 1}, {"code": "high", "label": "Higher", "from": 2}],
    "triggers": [{"code": "t", "when": "hurt is not_asked", "says": "Ask again."}],
}


def words(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).text


def test_the_library_lists_searches_and_narrows(people, sign_in):
    create(people)
    client = sign_in("owner")
    page = words(client, LIBRARY, kind="plan")
    assert "Drug supply group: opening plan" in page and "Comes with pam" in page and "Draft" in page
    page = words(client, LIBRARY, q="cuckooing brief")
    assert "Drug supply group: opening plan" in page and "Safety plan" not in page
    assert "No frameworks found" in words(client, LIBRARY, q="zebra crossing orchestra")
    page = words(client, LIBRARY, record="pvp", kind="plan", q="safety")
    assert "Safety plan" in page and "Drug supply group" not in page


def test_an_assessment_is_shown_as_people_read_it_with_its_conditions_in_words(people, sign_in):
    draft = as_(
        people, "owner", services.create_draft, kind="assessment", code="harm", name="Harm check", body=ASKED
    )
    page = words(sign_in("owner"), "frameworks:version", draft.uuid)
    for text in (
        "Was anybody hurt?",
        "Yes scores 2.",
        "Shown if “Was anybody hurt?” is Yes.",
        "Higher",
        "from 2",
    ):
        assert text in page
    assert "If “Was anybody hurt?” was not asked." in page
    assert "To mend before" not in page
    body = {**ASKED, "name": "Harm check", "bands": ASKED["bands"][:1]}
    as_(people, "owner", services.change_draft, draft=draft, version=1, body=body)
    assert "No band takes a score of 2" in words(sign_in("owner"), "frameworks:version", draft.uuid)


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.code)
def test_each_kind_has_a_blank_draft_that_can_be_published_shown_and_taken_as_a_file(people, sign_in, kind):
    draft = as_(people, "owner", services.create_draft, kind=kind.code, code="new", name="New one")
    publish(people, draft)
    client = sign_in("colleague")
    assert "New one" in words(client, "frameworks:version", draft.uuid)
    answer = client.get(reverse("frameworks:file", args=[draft.uuid]))
    assert answer["Content-Disposition"] == f'attachment; filename="{kind.code}-new-1.yaml"'
    found = read_file(answer.content)
    assert found.body == {**kind.blank, "name": "New one"} and found.version == 1


def test_two_versions_are_compared(people, sign_in):
    first = publish(people, create(people))
    draft = as_(people, "owner", services.start_draft, framework=first.framework)
    steps = [{**draft.body["steps"][0], "days": 14}, {"code": "call", "step": "Call back", "days": 3}]
    draft = as_(
        people, "owner", services.change_draft, draft=draft, version=1, body={**draft.body, "steps": steps}
    )
    client = sign_in("owner")
    page = words(client, "frameworks:differences", draft.uuid, first.uuid)
    assert "Steps “Visit the address” › Days" in page and "14" in page
    assert "Steps “Call back”" in page and "Added" in page
    page = words(client, "frameworks:framework", first.framework.uuid)
    assert "Version 1" in page and "in use" in page and "Compare" in page
    assert "No differences" in words(client, "frameworks:differences", first.uuid, first.uuid)
