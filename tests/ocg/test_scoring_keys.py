"""A group scored by both methods: clicks and keys by the keystroke-level model, on the pages as they are."""

import re

import pytest
from django.urls import reverse

from pam.assessments.models import Assessment
from tests.dashboard.test_add import KEY, PAGE, TAP, THINK, linked
from tests.ocg.scored import ATTRIBUTES, MATRIX
from tests.ocg.test_disruption_keys import chosen_already
from tests.records.world import group, url

EVIDENCE = "Report 114, two sources"
CHANGE = "An arrest of both leads"


def answered(row):
    """(what is sent, clicks, keys) of one method: each question, how sure it is, evidence where needed."""
    sent, clicks, keys = {}, 0, 0
    for one in row.method.questions:
        kind, name = one.row["type"], f"q-{one.code}"
        if not one.row.get("required"):
            continue
        clicks += 1
        if kind == "text":
            sent[name] = CHANGE
            keys += len(CHANGE)
        else:
            first = next(iter(one.options))
            sent[name] = [first] if kind == "several" else first
        if one.row.get("confidence"):
            sent[f"s-{one.code}"] = "high"
            clicks += 1
        if one.row.get("comment") == "required":
            sent[f"c-{one.code}"] = EVIDENCE
            clicks += 1
            keys += len(EVIDENCE)
    return sent, clicks, keys


def ticked(page):
    """What the form of methods sends though nobody touched it."""
    form = page[page.index('<form method="post"') :]
    boxes = re.findall(r'<input[^>]*name="methods"[^>]*>', form)
    chosen = [re.search(r'value="([^"]*)"', box)[1] for box in boxes if "checked" in box]
    assert len(chosen) == 2, "both methods are ticked already"
    return chosen_already(form) | {"methods": chosen}


@pytest.mark.slow
def test_a_group_is_scored_by_both_methods_in_so_many_clicks_and_keys(people, sign_in):
    """Links: *Score it by both methods*, *Go on with the draft*; buttons: *Begin*, and of each method *Check
    answers* and *Complete*. Every required question is answered, with how sure it is and its evidence.
    """
    record, client = group(people), sign_in("owner")
    page = client.get(record.get_absolute_url()).content.decode()
    page = client.get(linked(page, f"^{url('ocg:score_by', record)}$")[0]).content.decode()
    address = client.post(url("ocg:score_by", record), ticked(page)).url
    clicks, keys, pages = 2, 0, 2
    for place, code in enumerate((ATTRIBUTES, MATRIX)):
        if place:
            page = client.get(record.get_absolute_url()).content.decode()
            address = linked(page, r"^/assessments/.*/answer/$")[0]
            clicks, pages = clicks + 2, pages + 2  # the group's reference, and the draft
        row = Assessment.objects.get(framework_version__framework__code=code)
        assert address == reverse("assessments:answer", args=[row.uuid])
        page = client.get(address).content.decode()
        sent, more, typed = answered(row)
        answer = client.post(address, {"version": row.version, "check": "", **sent})
        assert answer.status_code == 302 and answer.url.endswith("/complete/"), answer.content[:200]
        page = client.get(answer.url).content.decode()
        form = page[page.index('<form method="post"') :]
        assert client.post(answer.url, chosen_already(form)).status_code == 302
        clicks, keys, pages = clicks + more + 2, keys + typed, pages + 2
    assert Assessment.objects.filter(state="completed").count() == 2
    seconds = clicks * TAP + keys * KEY + len(answered(row)[0]) * THINK / 3 + pages * PAGE
    assert (clicks, keys, round(seconds / 60, 1)) == (92, 552, 5.5), (
        f"{clicks} clicks, {keys} keys, {seconds / 60:.1f} minutes"
    )
