"""Pages and counts are the same whichever way they are asked for."""

import pytest
from django.urls import reverse

from pam.access import paging, visible_rows
from tests.records.world import group


@pytest.fixture
def few(monkeypatch):
    """A cap of three, and nothing known of anyone."""
    monkeypatch.setattr(paging, "CAP", 3)
    monkeypatch.setattr(visible_rows, "_kept", {})


def test_who_sees_a_middling_number_gets_the_same_pages_and_counts(people, sign_in, few, monkeypatch):
    for n in range(4):
        group(people, f"Wharf group {n}")
    client, address = sign_in("owner"), reverse("ocg:list")
    shown = client.get(address).context["page"]
    assert shown.total_text == "more than 3" and len(shown.rows) == 4
    principals = people.reader("owner").principals
    assert visible_rows._kept[principals][1] >= 0, "asked once the cap is reached"
    monkeypatch.setattr(visible_rows, "_kept", {principals: (visible_rows._kept[principals][0], 20_000)})
    again = client.get(address).context["page"]
    assert [row.pk for row in again.rows] == [
        row.pk for row in shown.rows
    ] and again.total_text == shown.total_text


def test_how_much_somebody_sees_is_asked_only_of_those_whose_lists_reach_the_cap(people, sign_in, few):
    group(people, "Wharf group")
    sign_in("owner").get(reverse("ocg:list"))
    assert visible_rows._kept == {}
