"""Dates and times as far as they are known, and never other than they were typed."""

from datetime import date, time

import pytest
from django import forms
from django.db import connection
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.records.models import Entry, Subject
from pam.records.services import add_subject
from pam.ui import dates
from pam.ui.fields import GovukDateField, GovukTimeField, london_moment, years_from_today
from pam.ui.partial_dates import PartialDate, PartialDateFormField
from tests.records.world import group, page_text


class Person(forms.Form):
    born = PartialDateFormField(label="Date of birth", required=False)


def sent(day="", month="", year="", age="", **more):
    form = Person({"born_day": day, "born_month": month, "born_year": year, "born_age": age}, **more)
    return form.cleaned_data["born"] if form.is_valid() else form.errors["born"][0]


@pytest.mark.parametrize(
    ("typed", "words", "earliest", "latest"),
    [
        (("1", "5", "1990"), "1 May 1990", date(1990, 5, 1), date(1990, 5, 1)),
        (("", "may", "1990"), "May 1990", date(1990, 5, 1), date(1990, 5, 31)),
        (("", "12", "1990"), "December 1990", date(1990, 12, 1), date(1990, 12, 31)),
        (("", "", "1990"), "1990", date(1990, 1, 1), date(1990, 12, 31)),
        (("", "", "", "30 in 2020"), "about 30 in 2020", date(1986, 1, 1), date(1993, 12, 31)),
        (("", "", "", "14 or 15 in 2020"), "14 or 15 in 2020", date(2004, 1, 1), date(2006, 12, 31)),
        (("", "", "", "between 14 and 16 in 2020"), "14 to 16 in 2020", date(2003, 1, 1), date(2006, 12, 31)),
        (("", "", "", "about 1990"), "about 1990", date(1988, 1, 1), date(1992, 12, 31)),
        (("", "", "", "1988 to 1990"), "1988 to 1990", date(1988, 1, 1), date(1990, 12, 31)),
        (("", "", "", "1988 or 1989"), "1988 or 1989", date(1988, 1, 1), date(1989, 12, 31)),
        (("", "", "", "about 70 in 2020"), "about 70 in 2020", date(1942, 1, 1), date(1957, 12, 31)),
    ],
)
def test_a_date_of_birth_is_kept_as_far_as_it_is_known(typed, words, earliest, latest):
    known = sent(*typed)
    assert (str(known), known.earliest, known.latest) == (words, earliest, latest)
    again = {f"born_{part}": value or "" for part, value in zip(
        ("day", "month", "year", "age"), Person().fields["born"].widget.decompress(known), strict=True
    )}  # fmt: skip
    assert not Person(again, initial={"born": known}).has_changed(), "shown again it means the same"


def test_an_age_without_a_year_is_of_today():
    assert str(sent(age="30")) == f"about 30 in {dates.today().year}"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("1", "", "1990"), "Date of birth must include a month"),
        (("1", "5", ""), "must include a year"),
        (("", "13", "1990"), "must be a real date"),
        (("31", "2", "1990"), "must be a real date"),
        (("", "", "90"), "Year must be 4 digits, like 2026"),
        (("", "", "1790"), "or later"),
        (("", "", "", "soon"), "Enter an age up to 120"),
        (("", "", "", "30 in 3020"), "The year of the age"),
        (("", "", "1990", "30"), "not both"),
        (("", "", "9" * 5000), "must be a real date"),
        (("", "", "", "9" * 5000), "Enter an age"),
        (("", "", "", "15 or 14"), "The first of the two must be the smaller one"),
        (("", "", "", "1 to 90"), "must be close together"),
        (("", "", "", "1990 to 1980"), "The first of the two"),
        (("", "", "", "about 0000"), "The first of the two"),
        (("", "", "", "14 or 15 in 3020"), "The year of the age"),
    ],
)
def test_what_is_wrong_is_said(typed, message):
    assert message in sent(*typed).replace("The date of birth", "Date of birth")


def test_a_date_of_birth_is_in_the_past():
    assert "must be in the past" in sent(year=str(dates.today().year + 1))


@pytest.mark.parametrize(
    "text",
    [
        "1990",
        "1990-02",
        "2000-02",
        "1990-12",
        "1990-05-01",
        "30@2026",
        "70@2020",
        "1@2026",
        "~1990",
        "1988-1990",
        "14-15@2026",
        "9-10@2026",
    ],  # fmt: skip
)
def test_the_database_reads_it_alike(db, text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_born_from(%s), pam_born_to(%s)", [text, text])
        known = PartialDate.of(text)
        assert cursor.fetchone() == (known.earliest, known.latest)


def test_uncertain_dates_sort_by_the_first_day_and_the_better_known_first():
    texts = ["2012", "14-15@2026", "~2012", "2012-01-01", "2011-05", "2009-2012"]
    expected = ["2009-2012", "14-15@2026", "~2012", "2011-05", "2012-01-01", "2012"]
    assert [row.text for row in sorted(map(PartialDate.of, texts))] == expected


def test_it_is_shown_found_in_the_history_and_put_back_as_text(people, sign_in):
    record, actor = group(people), people.reader("owner")
    with visibility.reading(actor):
        person = add_subject(actor=actor, record=record, subject=Subject(name="Ro Dane", born="30@2020"))
    client, page = sign_in("owner"), reverse("records:subject_edit", args=[person.uuid])
    assert "about 30 in 2020" in page_text(client.get(record.get_absolute_url()))
    assert 'value="30 in 2020"' in client.get(page).content.decode()
    typed = {
        "version": 1,
        "kind": "person",
        "name": "Ro Dane",
        "category": "other",
        "role": "",
        "details": "",
    }
    client.post(page, typed | {"born_month": 5, "born_year": 1990})
    changed = Subject.objects.get()
    assert changed.born == PartialDate.of("1990-05") and changed.history.count() == 2
    assert "May 1990" in page_text(client.get(record.get_absolute_url()))


# --- Times ---------------------------------------------------------------------------------------------


def moment(day, typed):
    return london_moment(day, GovukTimeField().clean(typed))


def test_a_time_that_the_clocks_leave_out_is_refused():
    with pytest.raises(forms.ValidationError, match="did not happen on 29 March 2026"):
        moment(date(2026, 3, 29), "01:30")
    assert dates.long_moment(moment(date(2026, 3, 29), "02:00")) == "29 March 2026, 02:00"


def test_a_time_that_happens_twice_is_asked_for_and_shown_with_its_zone():
    day = date(2026, 10, 25)
    with pytest.raises(forms.ValidationError, match="Enter 01:30 BST for the first time, or 01:30 GMT"):
        moment(day, "01:30")
    first, second = moment(day, "01:30 BST"), moment(day, "1:30 gmt")
    assert (second - first).total_seconds() == 0  # the same clock face of one zone …
    assert (second.astimezone(timezone.get_fixed_timezone(0)) - first.astimezone(
        timezone.get_fixed_timezone(0))).total_seconds() == 3600  # fmt: skip
    assert [dates.long_moment(m) for m in (first, second)] == [
        "25 October 2026, 01:30 BST", "25 October 2026, 01:30 GMT",
    ]  # fmt: skip
    assert dates.long_moment(moment(day, "02:30")) == "25 October 2026, 02:30"


def test_a_zone_that_the_day_does_not_have_is_refused():
    with pytest.raises(forms.ValidationError, match="showed GMT"):
        moment(date(2026, 12, 1), "14:05 BST")
    assert moment(date(2026, 7, 1), "14:05 BST") == moment(date(2026, 7, 1), "14:05")


def test_a_note_without_a_time_shows_the_day_alone(people, sign_in):
    record, client = group(people), sign_in("owner")
    note = {
        "audience": "all",
        "title": "Seen at the wharf",
        "text": "By the boat.",
        "day_day": 3,
        "day_month": 2,
        "day_year": 2026,
    }
    page = reverse("records:note", args=[record.uuid])
    client.post(page, note | {"hour": ""})
    assert Entry.objects.get(title="Seen at the wharf").at == date(2026, 2, 3)
    text = page_text(client.get(record.get_absolute_url()))
    assert "3 February 2026" in text and "3 February 2026, 12:00" not in text
    client.post(page, note | {"title": "Seen again", "hour": "14:05"})
    assert "3 February 2026, 14:05" in page_text(client.get(record.get_absolute_url()))
    refused = client.post(page, note | {"day_day": 29, "day_month": 3, "hour": "01:30"})
    assert (
        "did not happen on 29 March 2026" in refused.content.decode()
        and "By the boat." in refused.content.decode()
    )


# --- Bounds --------------------------------------------------------------------------------------------


class Review(forms.Form):
    review = GovukDateField(label="Next review", earliest=dates.today)
    plain = GovukDateField(label="Day", required=False)


def review(day, month, year, **more):
    form = Review({"review_day": day, "review_month": month, "review_year": year}, **more)
    form["review"]
    return form.errors.get("review", [""])[0]


def test_a_review_in_the_past_is_refused_but_one_that_is_overdue_already_may_stay():
    assert "must be on or after" in review(1, 2, 2020)
    assert review(1, 2, 2020, initial={"review": date(2020, 2, 1)}) == ""
    assert "must be on or after" in review(2, 2, 2020, initial={"review": date(2020, 2, 1)})


@pytest.mark.parametrize("year", [1700, 2500, 9999])
def test_no_date_is_further_away_than_anybody_means(year):
    form = Review(
        {
            "review_day": 1,
            "review_month": 1,
            "review_year": f"{year:04d}",
            "plain_day": 1,
            "plain_month": 1,
            "plain_year": f"{year:04d}",
        }
    )
    assert "must be on or" in form.errors["plain"][0] and "must be on or" in form.errors["review"][0]


def test_years_from_today_know_the_29_february(monkeypatch):
    monkeypatch.setattr("pam.ui.fields.today", lambda: date(2028, 2, 29))
    assert years_from_today(1) == date(2029, 2, 28) and years_from_today(4) == date(2032, 2, 29)


def test_the_date_tag_shows_what_is_known():
    shown = Template("{% date born %}").render(Context({"born": PartialDate.of("1990-05")}))
    assert shown == "May 1990"
    assert "<time" in Template("{% date born %}").render(Context({"born": PartialDate.of("1990-05-01")}))
    assert time(14, 5) == GovukTimeField().clean("14:05")
