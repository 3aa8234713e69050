"""Multi-agency chronologies: entries, periods, late ones, corrections; merged over records, with gaps."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.audit.models import LogEntry
from pam.chronology import selectors, services
from pam.chronology.models import Event
from pam.chronology.views import key_of
from pam.records.services import link
from tests.pdf.reading import text_of
from tests.records.test_queries import count
from tests.records.world import group, page_text, share_with, url
from tests.standing import standing
from tests.world.chronology import event

TODAY = timezone.localdate


@standing
def ocg(people):
    """A record of the owner's."""
    return group(people)


def add(people, record, persona="owner", agencies=None, **values):
    """A persona adds an entry, behind the second wall."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return services.add(actor=actor, record=record, event=event(**values), agencies=agencies)


def merged_text(client, *records, query=""):
    """What the merged chronology of some records says to a person."""
    return page_text(client.get(reverse("chronology:merged_of", args=[key_of(records)]) + query))


@pytest.mark.parametrize(
    ("values", "words", "first", "last"),
    [
        ({"happened": "2026-03"}, "March 2026", date(2026, 3, 1), date(2026, 3, 31)),
        ({"happened": "2019", "about": True}, "about 2019", date(2019, 1, 1), date(2019, 12, 31)),
        ({"happened": "2019", "until": "2021-02", "between": True}, "between 2019 and February 2021",
         date(2019, 1, 1), date(2021, 2, 28)),
        ({"happened": "2024-02-29", "until": "2024-03-02"}, "29 February 2024 to 2 March 2024",
         date(2024, 2, 29), date(2024, 3, 2)),
    ],
)  # fmt: skip
def test_a_day_or_period_is_kept_as_far_as_it_is_known(people, ocg, values, words, first, last):
    row = add(people, ocg, **values, late_reason="Found in an old file")
    assert (row.when_words, row.first, row.last) == (words, first, last)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"happened": "2090-01-01"}, "happened"),
        ({"happened": None}, "happened"),
        ({"happened": "30@2026"}, "happened"),
        ({"happened": "2026-03-05", "until": "2026-03-04", "late_reason": "x"}, "until"),
        ({"happened": "2026-03", "between": True, "late_reason": "x"}, "until"),
        ({"happened": "2026-03", "time": "10:00", "late_reason": "x"}, "time"),
        ({"happened": "2020-01-01"}, "late_reason"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(people, ocg, values, field):
    with pytest.raises(Refused) as refused:
        add(people, ocg, **values)
    assert refused.value.field == field


def test_a_late_entry_says_so_and_why(people, ocg, sign_in):
    days = timedelta(days=1)
    assert add(people, ocg, happened=TODAY() - 14 * days).late_reason == ""
    row = add(people, ocg, happened=TODAY() - 15 * days, late_reason="Told us on Monday")
    said = page_text(sign_in("owner").get(url("chronology:of_record", ocg)))
    assert "Late entry: Told us on Monday" in said and said.count("Late entry") == 1
    assert row.is_late(14) and not row.is_late(15)


def test_a_partner_who_contributes_writes_under_their_own_name_and_strikes_their_own_alone(people, ocg):
    share_with(people, ocg)
    with pytest.raises(PermissionDenied):
        add(people, ocg, "granted")
    share_with(people, ocg, level=Level.CONTRIBUTE)
    own, ours = add(people, ocg, "granted"), add(people, ocg)
    actor = people.reader("granted")
    assert own.author_agency_id == actor.agency_id
    with visibility.reading(actor):
        services.strike(actor=actor, event=own, version=own.version, reason="Another child")
        with pytest.raises(PermissionDenied):
            services.strike(actor=actor, event=ours, version=ours.version, reason="Another child")


def test_a_correction_strikes_through_and_never_erases(people, ocg, sign_in):
    row, actor = add(people, ocg, what="Seen at the quay"), people.reader("owner")
    with visibility.reading(actor):
        with pytest.raises(Refused):
            services.strike(actor=actor, event=row, version=row.version, reason=" ")
        services.strike(
            actor=actor,
            event=row,
            version=row.version,
            reason="The wrong place",
            instead=event(what="School"),
        )
        with pytest.raises(Refused):
            services.strike(actor=actor, event=row, version=row.version, reason="Again")
        right = selectors.correction_of(actor, row)
    assert right.what == "School"
    said = page_text(sign_in("owner").get(url("chronology:event", row)))
    assert "Seen at the quay" in said and "The wrong place" in said and "The right entry" in said


@pytest.mark.parametrize("change", ["what = 'Nothing'", "first = '2020-01-01'", "source_worker = ''"])
def test_an_entry_is_never_changed_whoever_writes(people, ocg, change):
    add(people, ocg)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE chronology_event SET {change}")


def test_the_filters_find_what_was_asked(people, ocg):
    add(people, ocg, kind="missed", nature="opinion", child_seen="no")
    add(people, ocg, significant=True, source_agency="Harbour GP")
    actor = people.reader("owner")
    with visibility.reading(actor):

        def found(**wanted):
            return selectors.events_of(actor, [ocg.pk], wanted).count()

        assert (found(kind=["missed"]), found(nature=["opinion"]), found(child=True)) == (1, 1, 1)
        assert (found(significant=True), found(q="harbour"), found(until=date(2020, 1, 1))) == (1, 1, 0)


def test_merged_is_what_the_reader_may_see_of_each_and_nothing_else(people, ocg, sign_in):
    other, third = group(people, "Second"), group(people, "Third")
    for record in (ocg, other):
        share_with(people, record)
    add(people, ocg, what="At the ferry")
    add(people, other, what="At the mill")
    add(people, third, what="At the castle")
    add(people, other, what="At the station", agencies=[people.agencies["police"].pk])
    key = key_of([ocg, other, third])
    ours = page_text(sign_in("owner").get(reverse("chronology:merged_of", args=[key])))
    assert ours.count(ocg.get_marking_display()) >= 2  # at the top and at the bottom
    theirs = page_text(sign_in("granted").get(reverse("chronology:merged_of", args=[key])))
    assert all(words in ours for words in ("ferry", "mill", "castle", "station"))
    assert "ferry" in theirs and "mill" in theirs
    assert not any(words in theirs for words in ("castle", "station", "Third", third.reference))
    assert sign_in("signposted").get(reverse("chronology:merged_of", args=[key])).status_code == 404


def test_records_are_chosen_from_those_linked_and_by_reference(people, ocg, sign_in):
    other = group(people, "Second")
    client = sign_in("owner")
    page = client.get(reverse("chronology:merged"), {"of": str(ocg.uuid)})
    assert ocg.reference in page_text(page)
    asked = {"of": str(ocg.uuid), "records": [str(ocg.uuid)], "references": other.reference, "merge": "1"}
    answer = client.get(reverse("chronology:merged"), asked)
    assert answer["Location"] == reverse("chronology:merged_of", args=[key_of([ocg, other])])
    hidden = {"references": group(people, "Secret").reference, "merge": "1"}
    absent = {"references": "OCG-26-ZZZZ", "merge": "1"}
    stranger = sign_in("signposted")
    answers = [page_text(stranger.get(reverse("chronology:merged"), sent)) for sent in (hidden, absent)]
    assert all("Choose records that you can open" in said for said in answers)


def test_a_record_leads_to_one_chronology_with_those_linked_that_have_entries_and_that_one_may_open(
    people, ocg, sign_in
):
    other, empty, secret = group(people, "Second"), group(people, "Third"), group(people, "Secret")
    share_with(people, ocg)
    actor = people.reader("owner")
    with visibility.reading(actor):
        for record in (other, empty, secret):
            link(actor=actor, record=ocg, other=record, kind="related", why="Same harbour")
    add(people, ocg, what="At the ferry")
    add(people, other, what="At the mill")
    share_with(people, other)
    for persona in ("owner", "granted"):
        context = sign_in(persona).get(url("chronology:of_record", ocg)).context
        assert (context["linked"], context["linked_key"]) == (1, key_of([ocg, other])), persona
    add(people, secret, what="At the castle")
    assert sign_in("granted").get(url("chronology:of_record", ocg)).context["linked"] == 1
    assert sign_in("owner").get(url("chronology:of_record", ocg)).context["linked"] == 2


def test_times_without_entries_are_shown_as_gaps(people, ocg, sign_in):
    add(people, ocg, happened="2026-08-10", late_reason="x")
    add(people, ocg, happened="2026-01-05", late_reason="x")
    said = merged_text(sign_in("owner"), ocg)
    assert "No entries from 6 January 2026 to 9 August 2026" in said


def test_a_gap_across_two_pages_is_shown_too(people, ocg, sign_in):
    for _ in range(25):
        add(people, ocg, happened="2026-08-10", late_reason="x")
    add(people, ocg, happened="2026-01-05", late_reason="x")
    assert "No entries from 6 January 2026" in merged_text(sign_in("owner"), ocg)


def test_a_file_has_the_entries_and_gaps_and_is_logged_as_a_disclosure_of_each_record(people, ocg, sign_in):
    other = group(people, "Second")
    add(people, ocg, happened="2026-08-10", late_reason="x", what="At the ferry")
    add(people, other, happened="2026-01-05", late_reason="x", what="At the mill")
    address = reverse("chronology:merged_download", args=[key_of([ocg, other])])
    client = sign_in("owner")
    sent = {"kind": "xlsx", "recipient": "Nia Frost", "reason": "Review"}
    book = load_workbook(io.BytesIO(b"".join(client.post(address, sent).streaming_content)))
    cells = [str(cell) for row in book.active.iter_rows(values_only=True) for cell in row]
    assert {"At the ferry", "At the mill", "No entries from 6 January 2026 to 9 August 2026"} <= set(cells)
    paper = b"".join(client.post(address, sent | {"kind": "pdf"}).streaming_content)
    said = text_of(paper)
    assert "At the ferry" in said and "No entries from 6 January 2026" in " ".join(said.split())
    logged = LogEntry.objects.filter(verb="disclosure", recipient="Nia Frost")
    assert [sorted(line.records) for line in logged] == [sorted([ocg.pk, other.pk])] * 2


def test_a_page_asks_no_more_for_many_entries_than_for_few(people, ocg, sign_in):
    client, address = sign_in("owner"), reverse("chronology:merged_of", args=[key_of([ocg])])
    for _ in range(5):
        add(people, ocg)
    few = count(client, address)
    for _ in range(45):
        add(people, ocg)
    assert count(client, address) == few


DAYS = st.dates(date(2000, 1, 1), date(2026, 1, 1))
SPANS = st.lists(st.tuples(DAYS, st.integers(0, 400)), min_size=1, max_size=12)


@given(SPANS, st.integers(7, 400))
@settings(max_examples=200, deadline=None)
def test_no_entry_lies_in_a_gap_and_each_long_time_without_one_is_a_gap(begun, days):
    spans = sorted(((first, first + timedelta(days=long)) for first, long in begun), reverse=True)
    found = selectors.gaps_between(spans, days)
    for gap in found.values():
        assert (gap.last - gap.first).days >= days - 1
        assert not any(first <= gap.last and gap.first <= last for first, last in spans)
    covered = sorted(spans)
    reach, long = covered[0][1], 0
    for first, last in covered[1:]:
        long += first - reach > timedelta(days=days)
        reach = max(reach, last)
    assert long == len(found)


@given(
    st.lists(
        st.one_of(
            DAYS.map(date.isoformat),
            DAYS.map(lambda day: day.isoformat()[:7]),
            DAYS.map(lambda day: day.isoformat()[:4]),
        ),
        min_size=2,
        max_size=8,
    )
)
@settings(max_examples=100, deadline=None)
def test_uncertain_dates_are_sorted_by_the_first_day_that_they_can_be(texts):
    rows = [Event(happened=text, what="x", source_agency="y") for text in texts]
    for row in rows:
        row.place_in_time()
    ordered = sorted(rows, key=lambda row: row.first)
    assert all(row.first <= row.happened.latest for row in ordered)
    assert [row.first for row in ordered] == sorted(row.happened.earliest for row in rows)
