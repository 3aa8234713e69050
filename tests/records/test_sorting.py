"""Lists are sorted by their headings, and every page of every order is right."""

import re
from datetime import date
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.db import connection
from django.urls import reverse

from tests.actions.world import add_action
from tests.pages import few_on_a_page
from tests.records.world import group, page_text
from tests.standing import standing

TITLES = ["Zebra", "Ágnes", "adam", "Bella", "Éclair", "bella"]


@pytest.fixture
def small_pages(monkeypatch):
    """Two rows a page."""
    few_on_a_page(monkeypatch, 2)


@standing
def groups(people):
    """Six groups, two of them without a date for the next review, two with the same."""
    days = [date(2027, 3, 1), None, date(2027, 1, 1), date(2027, 3, 1), None, date(2026, 12, 24)]
    for title, day in zip(TITLES, days, strict=True):
        row = group(people, title)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE records_record SET next_review = %s WHERE id = %s", [day, row.pk])


def links(response, rel):
    return re.findall(rf'href="(\?[^"]*)" rel="{rel}"', response.content.decode().replace("&amp;", "&"))


def walk(client, address, query=""):
    """Every page from the first on by its "Next", then back by "Previous": ([rows there], [rows back])."""
    there, back = [], []
    response = client.get(address + query)
    while True:
        there.append([row.title for row in response.context["page"].rows])
        if not (after := links(response, "next")):
            break
        response = client.get(address + after[0])
    while True:
        back.insert(0, [row.title for row in response.context["page"].rows])
        if not (before := links(response, "prev")):
            break
        response = client.get(address + before[0])
    return there, back


@pytest.mark.parametrize("sort", ["", "risk", "-risk", "changed", "title", "-title", "review", "-review"])
def test_each_order_shows_every_row_once_there_and_back(people, sign_in, groups, small_pages, sort):
    query = f"?sort={sort}" if sort else ""
    there, back = walk(sign_in("owner"), reverse("ocg:list"), query)
    assert sorted(sum(there, [])) == sorted(TITLES) and len(there) == 3
    assert back == there


def test_names_are_sorted_as_people_look_for_them(people, sign_in, groups):
    rows = sign_in("owner").get(reverse("ocg:list") + "?sort=title").context["page"].rows
    assert [row.title for row in rows] == ["adam", "Ágnes", "Bella", "bella", "Éclair", "Zebra"]


def test_records_without_a_review_come_last_and_the_other_way_round_first(people, sign_in, groups):
    client, address = sign_in("owner"), reverse("ocg:list")
    rows = client.get(address + "?sort=review").context["page"].rows
    assert [row.next_review is None for row in rows] == [False] * 4 + [True] * 2
    again = client.get(address + "?sort=-review").context["page"].rows
    assert [row.pk for row in again] == [row.pk for row in reversed(rows)]


def test_a_heading_says_how_the_list_is_sorted_and_turns_it_round(people, sign_in, groups):
    page = sign_in("owner").get(reverse("ocg:list") + "?sort=title&stage=").content.decode()
    assert re.search(r'aria-sort="ascending"><a[^>]* href="\?[^"]*sort=-title[^"]*">Group</a>', page)
    assert re.search(r'aria-sort="none"><a[^>]* href="\?[^"]*sort=review[^"]*">Next review</a>', page)
    assert "sorted by group, ascending</caption>" in page


def test_filters_and_pages_keep_the_order_and_a_new_order_starts_at_the_first_page(
    people, sign_in, groups, small_pages
):
    client, address = sign_in("owner"), reverse("ocg:list")
    first = client.get(address + "?sort=-title")
    assert '<input type="hidden" name="sort" value="-title">' in first.content.decode()
    after = parse_qs(urlsplit(links(first, "next")[0]).query)
    assert after["sort"] == ["-title"] and after["after"]
    second = client.get(address + "?" + urlencode(after, doseq=True)).content.decode()
    for href in re.findall(r'class="pam-sortable__link" href="([^"]*)"', second):
        assert "after=" not in href


def test_a_cursor_of_another_order_shows_the_first_page(people, sign_in, groups, small_pages):
    client, address = sign_in("owner"), reverse("ocg:list")
    cursor = parse_qs(urlsplit(links(client.get(address + "?sort=title"), "next")[0]).query)["after"][0]
    for sort in ("-title", "review", "changed"):
        first = client.get(f"{address}?sort={sort}").context["page"].rows
        moved = client.get(f"{address}?sort={sort}&after={cursor}").context["page"].rows
        assert [row.pk for row in moved] == [row.pk for row in first]


def test_an_order_that_is_not_offered_is_the_first(people, sign_in, groups):
    client, address = sign_in("owner"), reverse("ocg:list")
    as_it_is = [row.pk for row in client.get(address).context["page"].rows]
    for sort in ("secret", "-", "title__folded", "-changed-"):
        shown = client.get(address, {"sort": sort})
        assert [row.pk for row in shown.context["page"].rows] == as_it_is


def test_long_titles_in_any_script_page_too(people, sign_in, small_pages):
    for sign in "ьбщ":
        group(people, sign * 200)
    there, back = walk(sign_in("owner"), reverse("ocg:list"), "?sort=title")
    assert len(sum(there, [])) == 3 and back == there


SORTED = [
    ("owner", "pvp:list", ("risk", "title", "review")),
    ("owner", "meetings:list", ("when",)),
    ("owner", "actions:list", ("due", "title", "changed")),
    ("granted", "actions:given", ("due",)),
    ("owner", "disclosure:receipts", ("given",)),
    ("owner", "matching:matches", ("found",)),
    ("owner", "enquiries:list", ("asked",)),
    ("administrator", "accounts:invitations", ("invited",)),
    ("administrator", "disclosure:agreements", ("until", "name")),
    ("auditor", "disclosure:break_glass_uses", ("when",)),
    ("owner", "retention:due", ("due",)),
]


@pytest.mark.parametrize(("persona", "name", "sorts"), SORTED, ids=[name for _, name, _ in SORTED])
def test_each_list_can_be_asked_for_either_way_round(people, sign_in, persona, name, sorts):
    client = sign_in(persona)
    for sort in sorts:
        for way in ("", "-"):
            response = client.get(reverse(name), {"sort": way + sort})
            assert response.status_code == 200
            assert response.context["page"].sorting.order[0].startswith("-") == bool(way)


def test_the_list_of_actions_is_sorted_by_due_date_and_by_name(people, sign_in):
    record = group(people)
    for title, days in (("Zebra visit", 2), ("ask Ada", 5), ("Brief Bo", 3)):
        add_action(people, record, title=title, days=days)
    client, address = sign_in("owner"), reverse("actions:list")

    def titles(sort):
        return [row.title for row in client.get(address, {"sort": sort}).context["page"].rows]

    assert titles("title") == ["ask Ada", "Brief Bo", "Zebra visit"]
    assert titles("due") == ["Zebra visit", "Brief Bo", "ask Ada"] == titles("-due")[::-1]


def test_the_address_of_a_list_keeps_its_filters_when_it_is_sorted(people, sign_in):
    record = group(people)
    add_action(people, record, title="Late", days=0)
    page = sign_in("owner").get(reverse("actions:list") + f"?record={record.reference}&strand=pursue")
    assert "Late" in page_text(page)
    hrefs = re.findall(r'class="pam-sortable__link" href="([^"]*)"', page.content.decode())
    assert hrefs and all(f"record={record.reference}" in href and "strand=pursue" in href for href in hrefs)
