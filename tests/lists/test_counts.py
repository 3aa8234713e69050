"""What each filter would leave is counted for a short list, of what its reader sees and no more."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.lists import counting
from tests.actions.world import add_action, make_ocg, share_with_probation
from tests.records.world import group
from tests.standing import standing
from tests.world.world import make_pvp, term


def counts(client, code, **query):
    return client.get(reverse("lists:counts", args=[code]), query).json()["counts"]


def listed(client, name, **query):
    return len(client.get(reverse(f"{name}:list"), query).context["page"].rows)


@standing
def groups(people):
    yesterday = timezone.localdate() - timedelta(days=1)
    group(people, "One", tier=term("ocg.tier", "1"))
    group(people, "Two", next_review=yesterday)
    return group(people, "Three", next_review=yesterday)


@pytest.mark.slow
def test_a_count_is_how_many_rows_the_list_has_once_the_filter_is_chosen(people, sign_in, groups):
    client = sign_in("owner")
    found = counts(client, "ocg")
    for field in ("stage", "tier", "marking", "mine", "overdue"):
        assert sum(found[field].values()) > 0, field
        for value, count in found[field].items():
            assert listed(client, "ocg", **{field: value}) == count, (field, value)


def test_a_filter_that_is_chosen_is_not_counted_and_the_others_within_it(people, sign_in, groups):
    client = sign_in("owner")
    found = counts(client, "ocg", tier="1")
    assert "tier" not in found and found["overdue"] == {"on": 0}


@pytest.mark.slow
def test_actions_are_counted_as_their_list_shows_them(people, sign_in):
    ocg = make_ocg(people)
    share_with_probation(people, ocg)
    for days in (-3, 5):
        add_action(people, ocg, title=f"Mine {days}", days=days)
        add_action(people, ocg, owner="granted", title=f"Theirs {days}", days=days, strand="prevent")
    client = sign_in("owner")
    for query, fields in (({}, ("status", "strand", "kind")), ({"whose": "all"}, ("agency",))):
        found = counts(client, "actions", **query)
        for field in fields:
            for value, count in found[field].items():
                assert listed(client, "actions", **query, **{field: value}) == count, (field, value)


@pytest.mark.slow
def test_case_files_are_counted_as_their_list_shows_them(people, sign_in):
    with visibility.reading(people.reader("owner")):
        make_pvp(people, "Robin Marsh")
    client = sign_in("owner")
    for field, found in counts(client, "pvp").items():
        for value, count in found.items():
            assert listed(client, "pvp", **{field: value}) == count, (field, value)


def test_nothing_is_counted_that_the_reader_does_not_see(people, sign_in, groups):
    assert sum(counts(sign_in("colleague"), "ocg")["tier"].values()) == 0


def test_a_long_list_says_no_counts_and_asks_for_no_more_rows_than_the_cap(
    people, sign_in, groups, monkeypatch
):
    monkeypatch.setattr(counting, "CAP", 2)
    client = sign_in("owner")
    assert counts(client, "ocg") is None
    with CaptureQueriesContext(connection) as queries:
        counts(client, "ocg")
    assert any("LIMIT 3" in query["sql"] for query in queries)


def test_a_list_without_counts_has_no_such_page(people, sign_in):
    assert sign_in("owner").get(reverse("lists:counts", args=["meetings"])).status_code == 404
