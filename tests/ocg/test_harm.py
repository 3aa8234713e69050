"""The harm ledger: added, changed, taken out, counted by month before and after each disruption."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from ocg.harm import selectors, services
from ocg.harm.months import by_month
from ocg.models import Disruption, HarmEvent
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.audit.models import LogEntry
from pam.records.models import Entry
from tests.ocg.made import assess, assessor, submit
from tests.records.test_queries import count
from tests.records.world import group, page_text, share_with, url
from tests.standing import standing
from tests.world.disruptions import term
from tests.world.harm import harm

TODAY = date(2026, 11, 27)


@standing
def ocg(people):
    """A group of the owner's, who leads it."""
    return group(people)


def add(people, record, persona="owner", agencies=None, **values):
    """A persona adds an event, behind the second wall."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return services.add(actor=actor, record=record, event=harm(**values), agencies=agencies)


def months(people, record, persona="owner", today=TODAY):
    """The months of the ledger as a persona sees them."""
    reader = people.reader(persona)
    with visibility.reading(reader):
        return by_month(reader, record, today)


def test_an_event_is_added_with_a_line_and_a_day_as_far_as_it_is_known(people, ocg):
    row = add(people, ocg, happened="2026-03")
    assert (row.on, str(row.happened), row.in_a_month) == (date(2026, 3, 1), "March 2026", True)
    assert not add(people, ocg, happened="2025").in_a_month
    assert (
        Entry.objects.filter(kind="harm").values_list("title", flat=True)[0] == "Harm: violence with injury"
    )


def test_what_is_to_come_or_has_no_day_is_refused(people, ocg):
    for wrong in ("2090-01-01", "30@2026", None):
        with pytest.raises(Refused) as refused:
            add(people, ocg, happened=wrong)
        assert refused.value.field == "happened"


def test_who_only_views_a_group_adds_no_harm_and_a_partner_changes_their_own(people, ocg):
    share_with(people, ocg)
    with pytest.raises(PermissionDenied):
        add(people, ocg, "granted")
    share_with(people, ocg, level=Level.CONTRIBUTE)
    own, ours = add(people, ocg, "granted"), add(people, ocg)
    actor = people.reader("granted")
    with visibility.reading(actor):
        own.what = "Seen again"
        services.amend(actor=actor, event=own, version=own.version)
        with pytest.raises(PermissionDenied):
            services.amend(actor=actor, event=ours, version=ours.version)


def test_what_is_taken_out_says_why_counts_nowhere_and_stays_whoever_writes(people, ocg):
    row, actor = add(people, ocg, happened="2026-10-05"), people.reader("owner")
    assert months(people, ocg).total == 1
    with visibility.reading(actor):
        with pytest.raises(Refused):
            services.take_out(actor=actor, event=row, version=row.version, reason=" ")
        services.take_out(actor=actor, event=row, version=row.version, reason="Another group")
        with pytest.raises(Refused):
            services.amend(actor=actor, event=row, version=row.version)
        assert selectors.latest(actor, ocg)["rows"] == []
        assert selectors.ledger(actor, {}).count() == 0
        assert selectors.ledger(actor, {"taken_out": True}).count() == 1
    assert months(people, ocg).total == 0
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ocg_harmevent SET taken_out = '' WHERE id = %s", [row.pk])


def test_harm_per_month_before_and_after_a_disruption_in_whole_known_months(people, ocg):
    submit(people, ocg, on=date(2026, 6, 15))
    for month, events in (("03", 7), ("04", 6), ("05", 5), ("06", 9), ("07", 2), ("08", 3), ("09", 1)):
        for day in range(1, events + 1):
            add(people, ocg, happened=f"2026-{month}-{day:02d}")
    (beside,) = months(people, ocg).beside
    assert (beside.before, beside.after) == (18, 6), "the month of the disruption is in neither"
    assert beside.words == "6 a month in the 3 months before, 2 a month in the 3 months after."
    (early,) = months(people, ocg, today=date(2026, 8, 20)).beside
    assert early.words == "6 a month in the 3 months before, 2 a month in the month after."
    (too_early,) = months(people, ocg, today=date(2026, 7, 20)).beside
    assert too_early.words == "Too early to say: no whole month has passed since."


def test_months_before_the_ledger_begins_are_not_taken_for_months_without_harm(people, ocg):
    submit(people, ocg, on=date(2026, 6, 15))
    add(people, ocg, happened="2026-05-03")
    add(people, ocg, happened="2026-07-03")
    (beside,) = months(people, ocg).beside
    assert (beside.months_before, beside.months_after) == (1, 3)
    assert beside.words == (
        "1 a month in the month before, 0.3 a month in the 3 months after. Too few events to say more."
    )


def test_a_returned_disruption_is_not_compared_and_a_year_is_no_month(people, ocg):
    submit(people, ocg, on=date(2026, 6, 15))
    add(people, ocg, happened="2026")
    add(people, ocg, happened="2026-05")
    found = months(people, ocg)
    assert (found.not_in_months, found.total, len(found.beside)) == (1, 2, 1)
    assessor(people)
    assess(people, Disruption.objects.get(), "returned", reason="How?")
    assert months(people, ocg).beside == []


def test_a_partner_counts_what_they_see_alone(people, ocg):
    share_with(people, ocg)
    add(people, ocg, happened="2026-10-01")
    add(people, ocg, happened="2026-10-02", agencies=[people.agencies["police"].pk])
    assert (months(people, ocg).total, months(people, ocg, "granted").total) == (2, 1)


def test_the_pages_show_it_and_the_ledger_is_filtered_and_downloaded(people, ocg, sign_in):
    submit(people, ocg)
    client = sign_in("owner")
    typed = {
        "what": "Shop window broken",
        "kind": term("ocg.harm-kind", "arson-damage").pk,
        "source": "Log 12",
        "happened_day": "1",
        "happened_month": "10",
        "happened_year": "2026",
        "children": "no",
        "audience": "all",
    }
    answer = client.post(url("ocg:harm_add", ocg), typed)
    assert answer.status_code == 302, page_text(answer)
    assert "Shop window broken" in page_text(client.get(url("ocg:harm", ocg)))
    assert "Shop window broken" in page_text(client.get(ocg.get_absolute_url()))
    wrong = client.post(url("ocg:harm_add", ocg), typed | {"happened_year": ""})
    assert "must include a year" in page_text(wrong) and "Shop window broken" in wrong.content.decode()
    ledger = reverse("ocg:harm_ledger")
    assert "Shop window broken" in page_text(client.get(ledger, {"q": ocg.reference, "children": "no"}))
    assert "Nothing found" in page_text(client.get(ledger, {"children": "yes"}))
    file = client.post(
        reverse("ocg:harm_download") + "?children=no",
        {"kind": "csv", "recipient": "Me", "reason": "Meeting"},
    )
    assert b"Shop window broken" in b"".join(file.streaming_content)
    assert LogEntry.objects.filter(operation="download list", records=[ocg.pk]).exists()


@pytest.mark.slow
def test_the_pages_take_the_same_queries_at_2_and_at_5_events(people, sign_in):
    record = group(people)
    found = []
    for number in (2, 3):
        for n in range(number):
            row = add(people, record, what=f"Event {n}")
            submit(people, record, what=f"Wharf {n}", on=timezone.localdate())
        client = sign_in("owner")
        addresses = [url("ocg:harm", record), url("ocg:harm_event", row), reverse("ocg:harm_ledger")]
        found.append([count(client, address) for address in addresses])
    assert found[0] == found[1] == [16, 13, 8]
    assert HarmEvent.objects.count() == 5
