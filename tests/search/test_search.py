"""One box: it finds what the reader may see, and nothing else."""

import pytest
from django.db import connection
from django.urls import reverse

from pam.access import visibility
from pam.access.levels import Marking
from pam.audit.models import LogEntry
from pam.search import selectors as search
from tests.records.world import add_person, group, page_text, share_with
from tests.standing import standing


def found(client, text, **more):
    return page_text(client.get(reverse("search:results"), {"q": text, **more}))


@standing
def ocg(people):
    """A group of the owner's that probation may view."""
    record = group(people, "Harbour Wharf group", summary="Moves stolen engines")
    share_with(people, record)
    return record


@pytest.mark.parametrize(
    "text", ["harbour", "HARB", "wharf har", '"harbour wharf"', "stolen engine", "harbour -boat"]
)
def test_it_finds_a_record_by_whole_and_unfinished_words(people, ocg, sign_in, text):
    assert "Harbour Wharf group" in found(sign_in("owner"), text)


@pytest.mark.parametrize(
    "text", ["harbor", '"wharf harbour"', "harbour -wharf", "quay", "'); --", "or", "the", "!:*&"]
)
def test_it_finds_nothing_where_there_is_nothing(people, ocg, sign_in, text):
    text = found(sign_in("owner"), text)
    assert "Harbour Wharf group" not in text and "No results" in text


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_box_says_how_to_search(people, ocg, sign_in, text):
    text = found(sign_in("owner"), text)
    assert "Harbour Wharf group" not in text and "You can type part of each word" in text


def test_the_reference_jumps_to_the_top(people, ocg, sign_in):
    newer = group(people, "Another", summary=f"See also {ocg.reference}")
    for typed in (
        ocg.reference,
        ocg.reference.lower(),
        ocg.reference.replace("-", " "),
        ocg.reference.replace("-", ""),
    ):
        text = found(sign_in("owner"), typed)
        assert ocg.title in text
    text = found(sign_in("owner"), ocg.reference)
    assert text.index(ocg.title) < text.index(newer.title)


@pytest.mark.parametrize(
    "persona",
    [
        "colleague",
        "signposted",
        "expired_grant",
        "expired_agreement",
        "other_force",
        "low_clearance",
        "superuser",
    ],
)
def test_it_finds_nothing_that_the_reader_may_not_see(people, ocg, sign_in, persona):
    person = add_person(people, ocg, "Harriet Harbour")
    for text in ("harbour", ocg.reference, "harriet"):
        page = found(sign_in(persona), text)
        assert ocg.title not in page and person.name not in page and "No results" in page


def test_a_part_for_the_owner_only_is_not_found_by_a_partner(people, ocg, sign_in):
    add_person(people, ocg, "Harriet Secret", agencies=[people.agencies["police"].pk])
    add_person(people, ocg, "Harriet Open")
    assert "Harriet Secret" in found(sign_in("owner"), "harriet")
    partner = found(sign_in("granted"), "harriet")
    assert "Harriet Open" in partner and "Secret" not in partner


def test_what_ends_by_the_clock_is_not_found_when_no_job_has_run(people, sign_in):
    from tests.world.people import end_what_has_ended, share_with_personas

    record = group(people, "Harbour Wharf group")
    with visibility.reading(people.reader("owner")):
        share_with_personas(people, record)
    assert record.title in found(sign_in("expired_grant"), "harbour")
    end_what_has_ended(people)
    assert record.title not in found(sign_in("expired_grant"), "harbour")
    assert record.title in found(sign_in("granted"), "harbour")


def test_the_function_itself_finds_nothing_without_a_reader_or_above_the_clearance(people, ocg):
    add_person(people, ocg, "Harriet Harbour")
    for reader in (None, people.reader("colleague"), people.reader("low_clearance")):
        with visibility.reading(reader):
            assert search.ids("records", "harbour", kinds=["ocg"]) == {"ocg": []} and search.ids(
                "subjects", "harriet"
            ) == {"": []}
    with visibility.reading(people.reader("owner")):
        assert [number for number, *_ in search.ids("records", "harbour", kinds=["ocg"])["ocg"]] == [ocg.pk]
        assert len(search.ids("subjects", "harriet")[""]) == 1
        with pytest.raises(ValueError, match="access_grant"):
            search.ids("access_grant", "harbour")


def test_it_filters_by_kind_and_pages_without_losing_or_repeating(people, sign_in, monkeypatch):
    monkeypatch.setattr(search, "SIZE", 4)
    groups = [group(people, f"Wharf number {n}") for n in range(10)]
    client, seen, address = sign_in("owner"), [], f"{reverse('search:results')}?q=wharf&kind=ocg"
    while address:
        response = client.get(address)
        rows = [row.pk for g in response.context["groups"] for row in g.rows]
        assert len(rows) <= 4
        seen += rows
        address = response.context["groups"][0].more
    assert seen == [g.pk for g in reversed(groups)]
    assert "Wharf number" not in found(client, "wharf", kind="pvp")


def test_a_broken_cursor_starts_from_the_beginning(people, ocg, sign_in):
    assert ocg.title in found(sign_in("owner"), "harbour", kind="ocg", after="nonsense")


def test_the_log_has_the_records_shown_and_not_the_words(people, ocg, sign_in):
    found(sign_in("granted"), "harbour")
    row = LogEntry.objects.get(operation="search")
    assert row.records == [ocg.pk] and row.detail == ""


def test_the_words_are_looked_up_in_the_index(people):
    """The owner's own policy must not keep the full-text operator out of the index, as row security would."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM records_record WHERE readers && ARRAY[1] "
            "AND search @@ to_tsquery('wharf')"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    condition = next(line for line in plan.splitlines() if "Index Cond" in line)
    assert "search @@" in condition and "readers &&" in condition


def test_a_secret_is_not_found_after_the_marking_rose(people, ocg, sign_in):
    low = group(people, "Low Wharf", marking=Marking.OFFICIAL)
    assert low.title in found(sign_in("low_clearance"), "wharf")
    low.marking = Marking.OFFICIAL_SENSITIVE
    low.save()
    assert low.title not in found(sign_in("low_clearance"), "wharf")


@pytest.mark.parametrize("way", ["newest", "reader", "word"])
def test_each_way_of_looking_finds_the_same(people, ocg, sign_in, way):
    hidden = group(people, "Harbour Wharf, not shared")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION pam_search_way(place text, mine int[], query tsquery, "
            "kinds int, most int)"
            f" RETURNS text LANGUAGE sql AS $$ SELECT '{way}' $$"
        )
    with visibility.reading(people.reader("granted")):
        assert [number for number, *_ in search.ids("records", "harb", kinds=["ocg", "pvp"])["ocg"]] == [
            ocg.pk
        ]
    with visibility.reading(people.reader("owner")):
        assert [number for number, *_ in search.ids("records", "harb", kinds=["ocg"], limit=1)["ocg"]] == [
            hidden.pk
        ], "the newest"
