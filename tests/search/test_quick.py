"""The box in the header: what it finds while one types, for which reader, and what the log says of it."""

import re
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.urls import reverse

from pam.access import visibility
from pam.audit.models import LogEntry
from pam.search import matched
from pam.search import quick as quick_module
from pam.search.quick import log_typed
from pam.search.selectors import find
from tests.records.world import add_note, add_person, group


@pytest.fixture(autouse=True)
def unthrottled():
    """No count of an earlier test is left."""
    cache.clear()


def quick(client, words, note=""):
    """(the text of the list, its note)."""
    answer = client.get(reverse("search:quick"), {"q": words, "note": note})
    assert answer.status_code == 200
    text = answer.content.decode()
    return text, re.search(r'data-note="([^"]*)"', text)[1]


def looks():
    """The records of each line that a search wrote, oldest first."""
    rows = LogEntry.objects.filter(operation="search").order_by("pk")
    return [sorted(row.records) for row in rows]


def test_the_box_is_on_each_page_and_is_a_form_that_searches(people, sign_in):
    page = sign_in("owner").get("/").content.decode()
    form = re.search(r'<form class="pam-find".*?</form>', page, re.S)[0]
    assert f'action="{reverse("search:results")}"' in form and 'name="q"' in form and "<button" in form


def test_it_finds_records_people_pages_and_commands_with_the_matched_words_marked(people, sign_in):
    record, client = group(people, "Harbour group"), sign_in("owner")
    add_person(people, record, "Haru Mock")
    text, _ = quick(client, "har")
    assert "<mark>Harbour</mark> group" in text and "<mark>Haru</mark> Mock" in text
    assert record.get_absolute_url() in text and reverse("search:results") + "?q=har" in text
    assert reverse("ocg:new") in quick(client, "record group")[0]
    assert reverse("actions:list") + "?status=overdue" in quick(client, "my overdue")[0]


def test_it_says_by_which_words_of_the_text_a_record_was_found(people, sign_in):
    group(
        people, "Harbour group", summary="They meet behind the old cannery on Fridays, as two callers said."
    )
    text = quick(sign_in("owner"), "cannery")[0]
    assert "old <mark>cannery</mark> on Fridays" in text


def test_it_finds_only_what_the_reader_may_see_and_commands_that_are_theirs(people, sign_in):
    record = group(people, "Harbour group")
    seen = quick(sign_in("owner"), "harbour")[0]
    hidden = quick(sign_in("granted"), "harbour")[0]
    nothing = quick(sign_in("granted"), "harbxyz")[0]
    assert record.reference in seen and record.reference not in hidden
    assert re.sub(r'data-note="[^"]*"', "", hidden).replace("harbour", "harbxyz") == re.sub(
        r'data-note="[^"]*"', "", nothing
    )
    assert reverse("accounts:invite") not in quick(sign_in("owner"), "invite")[0]
    assert reverse("accounts:invite") in quick(sign_in("administrator"), "invite")[0]


def test_each_record_that_is_shown_while_a_word_is_typed_is_in_one_line_of_the_log(people, sign_in):
    first, client = group(people, "Harbour group"), sign_in("owner")
    second = group(people, "Hazel group")
    note = ""
    for words in ("ha", "har", "harb", "harbo", "harbour"):
        note = quick(client, words, note)[1]
    assert looks() == [sorted([first.pk, second.pk])]
    note = quick(client, "hazel", note)[1]
    assert len(looks()) == 1, "it was named already"
    quick(client, "group")
    assert len(looks()) == 2, "another typing is another look"


def test_a_note_of_another_person_or_one_made_up_saves_no_line(people, sign_in):
    record = group(people, "Harbour group")
    note = quick(sign_in("owner"), "harbour")[1]
    with visibility.reading(people.reader("owner")):
        found = find(people.reader("owner"), "harbour")
        for wrong in ("", "made-up", note[:-4]):
            before = len(looks())
            log_typed(people.reader("owner"), found, wrong)
            assert len(looks()) == before + 1
    other = people.reader("low_clearance")
    with visibility.reading(other):
        before = len(looks())
        log_typed(other, found, note)
        assert len(looks()) == before + 1 and looks()[-1] == [record.pk]


def test_a_note_is_old_after_ten_minutes(people, sign_in, monkeypatch):
    group(people, "Harbour group")
    client, now = sign_in("owner"), 1_800_000_000.0
    monkeypatch.setattr(quick_module, "time", SimpleNamespace(time=lambda: now))
    note = quick(client, "harbour")[1]
    monkeypatch.setattr(quick_module, "time", SimpleNamespace(time=lambda: now + 601))
    quick(client, "harbour", note)
    assert len(looks()) == 2


def test_one_sign_finds_nothing_and_writes_no_line(people, sign_in):
    group(people, "Harbour group")
    assert "Harbour" not in quick(sign_in("owner"), "h")[0]
    assert looks() == []


@pytest.mark.parametrize(
    ("text", "words", "html"),
    [
        ("Harbour <b>group", "harb", "<mark>Harbour</mark> &lt;b&gt;group"),
        ("José-María O'Neill", "maria oneill", "José-<mark>María</mark> <mark>O&#x27;Neill</mark>"),
        ("مريم النجار", "مريم", "<bdi><mark>مريم</mark> النجار</bdi>"),
        ("Group", "-", "Group"),
        ("Rings from 07700 900731.", "+44 7700 900731", "Rings from <mark>07700 900731</mark>."),
        ("+44 (0)7700 900731", "07700900731", "<mark>+44 (0)7700 900731</mark>"),
        ("drives AB12 CDE", "ab12cde", "drives <mark>AB12 CDE</mark>"),
        ("107700 9007312", "07700900731", "107700 9007312"),
    ],
)
def test_words_are_marked_as_they_are_found_and_text_stays_text(text, words, html):
    assert matched.marked(text, words) == html


def test_the_piece_of_a_long_text_is_found_wherever_it_is():
    text = "Nothing of note. " * 10_000 + "Behind the old cannery on Fridays."
    assert matched.excerpt(text, "cannery").endswith("the old cannery on Fridays.")
    assert matched.excerpt(text, "smokery") == ""


def test_a_number_is_shown_in_the_text_that_it_was_found_in_however_it_is_written(people, sign_in):
    group(people, "Harbour group", summary="First told by a neighbour. Rings from 07700 900731 at night.")
    text = quick(sign_in("owner"), "07700900731")[0]
    assert "Rings from <mark>07700 900731</mark> at night" in text


@pytest.mark.parametrize(
    ("name", "typed", "reason"),
    [
        ("William Tealby", "Bill Tealby", "nickname"),
        ("Edie Woolthorpe", "Edie Wooltthawpe", "sounds alike"),
        ("R Tealby", "Rowan Tealby", "initial"),
        ("Kieron Tealby", "Kieronn Tealpy", "sounds alike, similar spelling"),
        ("Tealby", "Tealby", "part of the name"),
    ],
)
def test_a_similar_name_says_why_it_is_one(name, typed, reason):
    assert matched.likeness(name, typed) == reason


def test_the_search_page_marks_the_words_and_shows_the_piece_of_the_text(people, sign_in):
    record = group(
        people, "Harbour group", summary="First line. " * 30 + "Behind the old cannery on Fridays."
    )
    add_note(people, record)
    page = sign_in("owner").get(reverse("search:results"), {"q": "cannery"}).content.decode()
    assert "old <mark>cannery</mark> on" in page
