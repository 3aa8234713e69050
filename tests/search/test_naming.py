"""People are chosen from a list of at most 50, and found by typing where there are more."""

import json
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ocg.models import Ocg
from pam.access.naming import MOST_LISTED, MOST_SUGGESTED
from pam.actions.models import Action
from pam.search import throttle
from tests.records.world import group, page_text, url
from tests.search.crowd import crowd


@pytest.fixture(autouse=True)
def unthrottled():
    """No count of an earlier test is left."""
    cache.clear()


def opened(client, address):
    """(bytes of the page, its queries, its text), the second time it is opened."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(address)
    assert page.status_code == 200
    return len(page.content), len(captured), page.content.decode()


def suggestions(client, code, words, **asked):
    """What the address of the suggestions answers."""
    answer = client.get(reverse("search:people", args=[code]), {"q": words, **asked})
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def names(found):
    return [line["words"] for some in found["groups"] for line in some["found"]]


def action(record, **fields):
    """The form of a new action, filled but for its owner."""
    day = timezone.localdate()
    return {
        "title": "Visit the address",
        "strand": "pursue",
        "due_day": day.day,
        "due_month": day.month,
        "due_year": day.year,
        "audience": "all",
    } | fields


@pytest.mark.slow
def test_a_form_is_as_small_and_asks_as_little_in_an_agency_of_5000_people_as_of_60(people, sign_in):
    record, client, unit = group(people), sign_in("owner"), people.teams["unit"]
    forms = {
        "an action": url("actions:add", record),
        "a group": reverse("ocg:new"),
        "a meeting": reverse("meetings:new"),
        "a sanitised action": url("actions:sanitised", record)
        + f"?agency={people.agencies['probation'].uuid}",
    }
    crowd(unit, 60, "Moss")
    small = {name: opened(client, address) for name, address in forms.items()}
    crowd(unit, 5000, "Reed")
    for name, address in forms.items():
        size, queries, page = opened(client, address)
        # The form of a group has the lists of its coded facts, however many people there are.
        most = 80_000 if name == "a group" else 60_000
        assert size < most and abs(size - small[name][0]) < 100, name
        assert queries == small[name][1], name
        assert "Moss100" not in page and "Reed100" not in page, name
        assert "data-pam-named" in page, name
        for drop_down in re.findall(r'<select name="(?!main_crime|area_).*?</select>', page, re.S):
            assert drop_down.count("<option") <= MOST_LISTED + 1, name
    with CaptureQueriesContext(connection) as captured:
        found = suggestions(client, "owner", "reed1", of=record.uuid)
    assert len(names(found)) == MOST_SUGGESTED and found["more"]
    assert len(captured) < 20


def test_a_list_stays_a_list_up_to_50_people(people, sign_in):
    page = opened(sign_in("owner"), reverse("ocg:new"))[2]
    assert '<select name="lead"' in page and "data-pam-named" not in page


def test_each_word_typed_begins_a_word_of_name_post_or_agency_in_any_order_and_without_accents(
    people, sign_in
):
    crowd(people.teams["unit"], 60, "Ågren")
    client = sign_in("owner")
    assert names(suggestions(client, "lead", "agren10003 dil")) == ["Dilip Ågren10003, Constable"]
    assert names(suggestions(client, "lead", "gren10003")) == []
    assert "Dilip Ågren10003, Constable" in names(suggestions(client, "lead", "const dil"))


def test_suggestions_are_only_for_who_may_open_the_form_and_only_of_those_whom_it_names(people, sign_in):
    record = group(people)
    crowd(people.teams["unit"], 60, "Moss")
    address = reverse("search:people", args=["owner"])
    for persona, status in (("granted", 404), ("colleague", 404), ("owner", 200)):
        answer = sign_in(persona).get(address, {"q": "moss10001", "of": record.uuid})
        assert answer.status_code == status, persona
        assert (b"Moss10001" in answer.content) == (status == 200), persona
    client = sign_in("owner")
    assert names(suggestions(client, "owner", "gita", of=record.uuid)) == [], (
        "nothing is shared with her agency"
    )
    for wrong in ({}, {"of": "no-uuid"}):
        assert client.get(address, {"q": "moss", **wrong}).status_code == 404
    assert client.get(reverse("search:people", args=["nothing"]), {"q": "moss"}).status_code == 404
    heir = {"q": "moss", "of": people.memberships["colleague"].uuid}
    assert client.get(reverse("search:people", args=["heir"]), heir).status_code == 403


def test_who_asks_faster_than_fingers_can_waits(people, sign_in, monkeypatch):
    monkeypatch.setattr(throttle, "MOST", 3)
    client, address = sign_in("owner"), reverse("search:people", args=["lead"])
    assert [client.get(address, {"q": "ol"}).status_code for _ in range(5)] == [200, 200, 200, 429, 429]


def test_without_a_script_find_shows_those_who_fit_and_saves_nothing(people, sign_in):
    record, client = group(people), sign_in("owner")
    crowd(people.teams["unit"], 60, "Moss")
    address = url("actions:add", record)
    page = client.post(address, {"owner": "", "owner_words": "dilip moss", "find": "owner"})
    text = page.content.decode()
    assert page.status_code == 200 and not Action.objects.exists()
    assert 7 <= text.count('type="radio" name="owner"') <= MOST_LISTED
    assert "Select one of those found" in text and "Say what needs to be done" not in text, (
        "only that is said"
    )
    chosen = re.search(r'name="owner" value="(\d+)"\s', text.split("pam-named__found")[1])[1]
    page = client.post(address, action(record, owner=["", chosen], owner_words="dilip moss"))
    assert page.status_code == 302, page_text(page)
    assert Action.objects.get().owner_id == int(chosen)


def test_find_shows_at_most_50_and_says_that_there_are_more(people, sign_in):
    record = group(people)
    crowd(people.teams["unit"], 60, "Moss")
    page = sign_in("owner").post(url("actions:add", record), {"owner_words": "moss", "find": "owner"})
    assert page.content.decode().count('type="radio" name="owner"') == MOST_LISTED
    assert "More than 50 fit" in page_text(page)


def test_a_name_typed_in_full_needs_no_choosing_and_part_of_one_does(people, sign_in):
    client = sign_in("owner")
    crowd(people.teams["unit"], 60, "Moss")
    record = group(people)
    address = url("actions:add", record)
    page = client.post(address, action(record, owner="", owner_words="Dilip Moss1000"))
    assert page.status_code == 200 and not Action.objects.exists()
    page = client.post(address, action(record, owner="", owner_words="Dilip Moss10003"))
    assert page.status_code == 302 and Action.objects.get().owner.user.name == "Dilip Moss10003"


def test_words_that_were_changed_after_the_choice_are_looked_at_again(people, sign_in):
    client = sign_in("owner")
    crowd(people.teams["unit"], 60, "Moss")
    record = group(people)
    other = people.memberships["owner"]
    page = client.post(url("actions:add", record), action(record, owner=other.pk, owner_words="Dilip Moss"))
    assert page.status_code == 200 and not Action.objects.exists()


def test_who_is_not_offered_can_be_sent_by_nobody(people, sign_in):
    client, record = sign_in("owner"), group(people)
    crowd(people.teams["unit"], 60, "Moss")
    stranger = people.memberships["other_force"].pk
    for sent in ({"owner": stranger}, {"owner": stranger, "owner_words": "Otto"}):
        assert client.post(url("actions:add", record), action(record, **sent)).status_code == 200
    assert not Action.objects.exists()


def test_the_officer_who_is_named_stays_when_the_form_is_saved_as_it_came(people, sign_in):
    client, record = sign_in("owner"), group(people, sro=people.memberships["colleague"])
    crowd(people.teams["unit"], 60, "Moss")
    page = opened(client, url("ocg:edit", record))[2]
    key = re.search(r'<input type="hidden" name="sro" value="(\d+)">', page)[1]
    assert int(key) == Ocg.objects.get(pk=record.pk).sro_id == people.memberships["colleague"].pk
    assert re.search(r'name="sro_words" value="[^"]+"', page)
