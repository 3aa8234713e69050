"""What was found is counted and narrowed by kind, strand, agency and date, of what the reader may see."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from pam.search import faceted, facets
from tests.actions.world import add_action
from tests.records.world import add_person, group, page_text, share_with
from tests.standing import standing


@standing
def found(people):
    """Two groups, a person and an action that "harbour" finds."""
    first, second = group(people, "Harbour one"), group(people, "Harbour two")
    add_person(people, first, "Harriet Harbour")
    add_action(people, first, title="Watch the harbour")
    return first, second


def look(client, **asked):
    return client.get(reverse("search:results"), {"q": "harbour", "narrow": 1, **asked})


def offered(page):
    """{field: [words of its choices]}."""
    return {
        field.name: [words for _, words in field.field.choices[1:]]
        for field in page.context["facets"]
        if field.name != "q"
    }


def test_the_choices_are_counted_for_who_asks_for_them_and_by_a_link(found, sign_in):
    client = sign_in("owner")
    page = client.get(reverse("search:results"), {"q": "harbour"})
    assert page.context["facets"] is None and "Harbour one" in page.content.decode()
    link = re.search(r'href="([^"]*narrow=1[^"]*)"', page.content.decode())[1].replace("&amp;", "&")
    narrowed = client.get(link)
    assert [row for group in narrowed.context["groups"] for row in group.every] == [
        row for group in page.context["groups"] for row in group.every
    ]
    assert "OCGs (2)" in offered(narrowed)["kind"]


def test_each_choice_says_how_many_there_are(found, sign_in):
    page = look(sign_in("owner"))
    assert offered(page)["kind"] == ["OCGs (2)", "People, places and objects (1)", "Actions (1)"]
    assert offered(page)["since"] == ["Last 7 days (4)", "Last 30 days (4)", "Last 12 months (4)"]
    assert "agency" not in offered(page), "all are of one"


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"kind": "ocg"}, {"Harbour one", "Harbour two"}),
        ({"kind": "subjects"}, {"Harriet Harbour"}),
        ({"strand": "Pursue"}, {"Watch the harbour"}),
        ({"kind": "ocg", "since": "30"}, {"Harbour two"}),
        (
            {"since": "nonsense", "agency": "999999", "strand": "'"},
            {"Harbour one", "Harbour two", "Harriet Harbour", "Watch the harbour"},
        ),
    ],
)
def test_a_choice_narrows_what_is_shown_and_one_that_makes_no_sense_does_not(found, sign_in, asked, shown):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_record SET updated = %s WHERE id = %s",
            [timezone.now() - timedelta(days=60), found[0].pk],
        )
    page = look(sign_in("owner"), **asked)
    rows = {
        str(getattr(row, "title", None) or row.name) for one in page.context["groups"] for row in one.every
    }
    assert rows == shown


def test_choices_that_fit_nothing_together_say_so_and_can_be_removed(found, sign_in):
    text = page_text(look(sign_in("owner"), kind="ocg", strand="Pursue"))
    assert "No results with these filters" in text and "Remove filter" in text


def test_what_the_reader_may_not_see_is_in_no_count(people, found, sign_in):
    share_with(people, found[0])
    counts = offered(look(sign_in("granted")))
    assert "OCGs (1)" in counts["kind"] and not re.search(r"\([2-9]\)", str(counts["kind"]))
    assert "facets" not in look(sign_in("colleague")).content.decode()


def test_counts_stop_at_a_figure_with_a_plus(people, found, sign_in, monkeypatch):
    for module in (facets, faceted):
        monkeypatch.setattr(module, "MOST_COUNTED", 1)
    assert "OCGs (1+)" in offered(look(sign_in("owner")))["kind"]


def test_pages_of_a_narrowed_kind_lose_and_repeat_none(people, found, sign_in, monkeypatch):
    from pam.search import selectors

    monkeypatch.setattr(selectors, "SIZE", 2)
    rest = [group(people, f"Harbour {n}") for n in range(5)]
    client, seen, address = sign_in("owner"), [], f"{reverse('search:results')}?q=harbour&kind=ocg&since=7"
    while address:
        page = client.get(address)
        seen += [row.pk for one in page.context["groups"] for row in one.rows]
        address = page.context["groups"][0].more
    assert len(seen) == len(set(seen)) == len(rest) + 2


def test_no_choice_is_shown_where_there_is_none(people, found, sign_in):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_subject SET updated = now() - interval '2 years'")
    page = sign_in("owner").get(reverse("search:results"), {"q": "harriet"})
    assert "Harriet" in page_text(page) and "Apply filters" not in page_text(page)
