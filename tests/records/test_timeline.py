"""What happened when: a period of a chronology as a chart with a table, of a record and of a person."""

from datetime import UTC, date, datetime

import pytest

from pam.ui.time_chart import MONTH, QUARTER, YEAR, period_of, time_chart
from tests.records.world import add_note, add_person, group, page_text, share_with, url
from tests.standing import standing


@pytest.mark.parametrize(
    ("zoom", "day", "first", "end", "words"),
    [
        (YEAR, date(2026, 11, 22), date(2026, 1, 1), date(2027, 1, 1), "2026"),
        (QUARTER, date(2026, 11, 22), date(2026, 10, 1), date(2027, 1, 1), "October to December 2026"),
        (MONTH, date(2026, 2, 28), date(2026, 2, 1), date(2026, 3, 1), "February 2026"),
        ("no such word", date(2026, 2, 28), date(2026, 1, 1), date(2027, 1, 1), "2026"),
    ],
)
def test_a_period_is_the_year_quarter_or_month_around_a_day(zoom, day, first, end, words):
    period = period_of(zoom, day)
    assert (period.first, period.end, period.words) == (first, end, words)


def test_a_mark_stands_for_the_week_of_a_year_and_for_the_day_of_a_month():
    days = [date(2026, 3, 2), date(2026, 3, 3), date(2026, 6, 1)]
    events = [(day, "Note") for day in days] + [(date(2025, 3, 2), "Note"), (days[0], "Action")]
    year = time_chart(events, period_of(YEAR, days[0]), href=date.isoformat)
    assert [kind for kind, _ in year.lanes] == ["Action", "Note"]
    assert [(mark.count, mark.href) for mark in year.marks] == [
        (1, "2026-03-02"),
        (2, "2026-03-02"),
        (1, "2026-06-01"),
    ]
    assert year.marks[1].words == "Note: 2, 2 Mar 2026 to 3 Mar 2026"
    assert year.summary == "2026: Action 1, Note 3."
    month = time_chart(events, period_of(MONTH, days[0]))
    assert [mark.count for mark in month.marks] == [1, 1, 1]
    assert all(year.left <= mark.x <= year.right for mark in [*year.marks, *month.marks])
    assert time_chart([], period_of(YEAR, days[0])) is None


@standing
def dated(people):
    """A group with notes of two years, one of them for the police alone."""
    record = group(people)
    for year, month, title in ((2025, 3, "Spring sighting"), (2026, 7, "Summer sighting")):
        moment = datetime(year, month, 4, 12, tzinfo=UTC)
        add_note(people, record, title=title, happened_at=moment)
    hidden = datetime(2024, 1, 4, 12, tzinfo=UTC)
    add_note(people, record, title="Ours alone", happened_at=hidden, agencies=[people.agencies["police"].pk])
    return record


def test_the_timeline_shows_a_period_and_leads_to_the_ones_around_it(dated, sign_in):
    client, address = sign_in("owner"), url("records:timeline", dated)
    page = client.get(address, {"zoom": "quarter", "at": "2025-03-04"})
    told = page_text(page)
    assert "January to March 2025" in told and "Spring sighting" in told and "Summer" not in told
    raw = page.content.decode()
    assert "?zoom=quarter&amp;at=2024-12-31" in raw and "?zoom=quarter&amp;at=2025-04-01" in raw
    assert 'href="?zoom=month&amp;at=2025-03-04"' in raw
    for broken in ({"zoom": "x", "at": "2025-99-99"}, {"at": "0001-01-01"}, {"at": "9999-12-31"}):
        assert client.get(address, broken).status_code == 200


def test_what_is_not_for_the_reader_makes_no_period_longer(people, dated, sign_in):
    share_with(people, dated)
    client, address = sign_in("granted"), url("records:timeline", dated)
    page = client.get(address, {"zoom": "year", "at": "2025-06-01"}).content.decode()
    assert "Spring sighting" in page and 'rel="prev"' not in page
    assert "Nothing in this period" in page_text(client.get(address, {"zoom": "year", "at": "2024-06-01"}))


def test_the_timeline_of_a_person_goes_over_their_record(people, dated, sign_in):
    person = add_person(people, dated, "Sam Sailor")
    page = page_text(sign_in("owner").get(url("subjects:timeline", person), {"at": "2026-07-01"}))
    assert "Timeline of Sam Sailor, 2026" in page and "Summer sighting" in page


def test_the_timeline_is_narrowed_by_kind_and_keeps_it_from_period_to_period(people, dated, sign_in):
    client, address = sign_in("owner"), url("records:timeline", dated)
    add_person(people, dated, "Sam Sailor")
    asked = {"zoom": "year", "at": "2026-07-01", "kind": "note"}
    raw = client.get(address, asked).content.decode()
    assert "Summer sighting" in raw and "Person added: Sam Sailor" not in raw
    assert 'href="?zoom=quarter&amp;at=2026-07-04&amp;kind=note"' in raw and "Kind shown: note" in raw
    assert "?zoom=year&amp;at=2025-12-31&amp;kind=note" in raw
    people_alone = page_text(client.get(address, asked | {"kind": "subject"}))
    assert "Person added: Sam Sailor" in people_alone or "Nothing of this kind" in people_alone
    assert "Summer sighting" not in people_alone
    assert "Summer sighting" in page_text(client.get(address, asked | {"kind": "no such kind"}))


def test_the_timeline_offers_no_kind_of_what_is_not_for_the_reader(people, dated, sign_in):
    add_person(people, dated, "Sam Sailor", agencies=[people.agencies["police"].pk])
    share_with(people, dated)
    asked = {"zoom": "year", "at": "2026-07-01"}
    assert "kind=subject" in sign_in("owner").get(url("records:timeline", dated), asked).content.decode()
    assert (
        "kind=subject" not in sign_in("granted").get(url("records:timeline", dated), asked).content.decode()
    )


def test_a_long_year_has_a_part_for_each_month_and_a_short_one_has_none(people, sign_in):
    record = group(people)
    for month in (5, 6, 7):
        for day in range(1, 8):
            moment = datetime(2026, month, day, 12, tzinfo=UTC)
            add_note(people, record, title=f"Seen {day}.{month}", happened_at=moment)
    client, address = sign_in("owner"), url("records:timeline", record)
    told = page_text(client.get(address, {"zoom": "year", "at": "2026-07-01"}))
    assert "July 2026 7 entries" in told and "May 2026 7 entries" in told
    assert "entries" not in page_text(client.get(address, {"zoom": "month", "at": "2026-07-01"}))
