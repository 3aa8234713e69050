"""What is shown is what was meant."""

import unicodedata

import pytest
from django import forms
from django.template import Context, Template
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from pam.access import visibility
from pam.db.typed import typed
from pam.records.models import Entry
from tests.records.world import add_note, add_person, group

OVERRIDE = "Seen \u202eCP yb 50:41 ta\u202c by PC 123"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (OVERRIDE, "Seen CP yb 50:41 ta by PC 123"),
        ("\u2067at 14:05\u2069 by\u200f PC", "at 14:05 by PC"),
        ("Ro\u200bwan\ufeff Te\u00adalby", "Rowan Tealby"),
        ("bell\x07 and\x1b[2J", "bell and[2J"),
        ("one\u2028two\x85three", "one\ntwo\nthree"),
        ("one\r\n\ttwo\rthree\n\r\nfour", "one\n\ttwo\nthree\n\nfour"),
        ("Ro\u200cwan \u200dDane", "Rowan Dane"),
        ("\u200b\u2063", ""),
    ],
)
def test_marks_that_hide_or_turn_text_are_taken_out(text, kept):
    assert typed(text) == kept


@pytest.mark.parametrize(
    "text", ["می\u200cخواهم", "क्\u200dष", "👩\u200d👧", "❤\ufe0f", "Zoë", "محمد علي", "张伟明", "a\u0301"]
)
def test_what_shows_is_kept_as_it_was_typed(text):
    assert typed(text) == text


@given(st.text())
def test_cleaning_twice_changes_nothing_and_no_mark_of_direction_stays(text):
    cleaned = typed(text)
    assert typed(cleaned) == cleaned
    assert not {unicodedata.bidirectional(sign) for sign in cleaned} & {
        "LRO",
        "RLO",
        "LRE",
        "RLE",
        "PDF",
        "LRI",
        "RLI",
        "FSI",
        "PDI",
    }


def test_every_form_takes_them_out_but_not_of_passwords():
    class Box(forms.Form):
        title = forms.CharField()
        choice = forms.ChoiceField(choices=[("a", "A")], required=False)
        password = forms.CharField(widget=forms.PasswordInput)

    form = Box({"title": OVERRIDE, "choice": "a", "password": "se\u200bcret"})
    assert form.is_valid() and form.cleaned_data["title"] == typed(OVERRIDE)
    assert form.cleaned_data["password"] == "se\u200bcret"
    assert "\u202e" not in str(form)
    assert Box({"title": "\u200b\u202e", "password": "x"}).errors["title"] == ["Enter the title"]


def test_nothing_is_kept_that_was_not_cleaned_whoever_saves(people, sign_in):
    record = group(people, OVERRIDE)
    add_person(people, record, "Rowan\u202e Tealby")
    add_note(people, record, OVERRIDE, "By\u2066 the boat")
    record.refresh_from_db()
    assert record.title == typed(OVERRIDE)
    with visibility.reading(people.reader("owner")):
        note = Entry.objects.get(kind="note")
    assert (note.title, note.text) == (typed(OVERRIDE), "By the boat")
    assert "\u202e" not in record.history.first().title
    page = sign_in("owner").get(record.get_absolute_url()).content.decode()
    assert not set("\u202e\u2066") & set(page)


def test_boxes_and_typed_text_take_the_direction_of_what_is_typed(people, sign_in):
    page = sign_in("owner").get(reverse("subjects:subject_add", args=[group(people).uuid])).content.decode()
    assert page.count('dir="auto"') >= 3
    assert 'dir="auto"' in Template("{% lines text %}").render(Context({"text": "محمد"}))
