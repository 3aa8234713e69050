"""The page of a group: what is folded away, what is said beside each heading, what is read only once."""

import re

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from ocg.models import Score
from pam.access import visibility
from pam.access.levels import Level
from pam.records.services import add_part
from tests.ocg.test_harm import add as add_harm
from tests.ocg.test_members import add as add_member
from tests.records.world import group, page_text, share_with
from tests.standing import standing


@standing
def ocg(people):
    """A group of the owner's."""
    return group(people)


def notes(response):
    """{heading: the note beside it} of the folded parts of a page."""
    found = re.findall(
        r'pam-fold__title" id="[a-z]+-h">(.*?)</h2>\s*(?:<span class="pam-fold__note">(.*?)</span>)?',
        response.content.decode(),
        re.S,
    )
    return {re.sub("<.*?>", "", title): re.sub("<.*?>", "", note) for title, note in found}


def test_each_folded_part_says_what_is_inside(people, ocg, sign_in):
    add_member(people, ocg)
    add_harm(people, ocg)
    found = notes(sign_in("owner").get(ocg.get_absolute_url()))
    assert found["Members"] == "1: 1 serving" and found["Harm ledger"].startswith("Latest: ")
    assert found["Disruptions"] == "None yet" and found["Scores by method"] == "Soon due to be scored again"


def test_a_partner_is_never_told_that_an_empty_part_is_empty(people, ocg, sign_in):
    share_with(people, ocg, level=Level.VIEW)
    found = notes(sign_in("granted").get(ocg.get_absolute_url()))
    assert "None yet" not in found.values() and found["Disruptions"] == "None to show"


def test_typed_scores_are_read_once(people, ocg, sign_in):
    actor = people.reader("owner")
    with visibility.reading(actor):
        add_part(actor=actor, part=Score(threat=60, risk=50, harm=40, rationale="Seen"), record=ocg)
    client = sign_in("owner")
    with CaptureQueriesContext(connection) as asked:
        assert "Total score 150 of 300" in page_text(client.get(ocg.get_absolute_url()))
    assert sum('FROM "ocg_score" ' in one["sql"] for one in asked) == 1


@pytest.mark.parametrize(
    ("opened", "has"), [("", []), ("always", ["open"]), ("wide", ["open", "data-pam-fold"])]
)
def test_a_fold_is_open_as_far_as_it_is_told(opened, has):
    text = Template('{% load folds %}{% fold "a" title "" opened %}<b>in</b>{% endfold %}')
    shown = text.render(Context({"title": "<i>", "opened": opened}))
    tag = re.search("<details(.*?)>", shown)[1]
    assert "<b>in</b>" in shown and "&lt;i&gt;" in shown
    assert re.findall(r" (open|data-pam-fold)", tag) == has
