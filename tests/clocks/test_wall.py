"""A wall of clocks: what is on it, narrowed, in pages, for a constant number of queries, as a file."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.audit.models import LogEntry
from pam.clocks import selectors, services
from pam.clocks.models import Clock
from pam.db import kept
from pam.exchange.selectors import calendar_entries
from pam.records.bulk import rows
from tests.clocks.made import act, ago, start
from tests.records.test_queries import count

WALL, SCREEN = reverse("clocks:wall"), reverse("clocks:screen")
QUERIES = {"wall": 8, "screen": 8, "late": 8, "team": 8}


def shown(client, **asked):
    """The clocks of a page of the wall."""
    return [row.pk for row in client.get(WALL, asked).context["page"].rows]


@pytest.mark.slow
def test_the_wall_shows_what_runs_soonest_due_first_and_is_narrowed(world, sign_in):
    Clock.objects.all().delete()
    fresh, late = start(world), start(world, started_at=ago(days=5))
    soon = start(world, started_at=ago(hours=60))
    other = start(world, "score-again", record=world.ocg)
    met = act(world, services.meet_clock, start(world), ended_at=timezone.now())
    was_late = start(world, started_at=ago(days=9))
    act(world, services.meet_clock, was_late, ended_at=timezone.now(), late_reason="Leave")
    stopped = act(world, services.stop_clock, start(world), reason="A slip")
    client = sign_in("owner")
    assert shown(client) == [late.pk, soon.pk, fresh.pk, other.pk]
    assert shown(client, sort="-due")[0] == other.pk
    assert shown(client, state="late") == [late.pk] and shown(client, state="soon") == [soon.pk]
    assert shown(client, state="met") == [was_late.pk, met.pk]
    assert shown(client, state="met_late") == [was_late.pk]
    assert shown(client, state="stopped") == [stopped.pk] and len(shown(client, state="any")) == 7
    assert shown(client, clock="score-again") == [other.pk]
    assert shown(client, within="3") == [late.pk, soon.pk, fresh.pk]
    assert shown(client, within="1") == [late.pk, soon.pk]
    assert shown(client, team=world.people.teams["unit"].pk) == [other.pk]
    assert shown(client, team=world.people.teams["other"].pk) == shown(client)  # not a team of theirs
    assert len(shown(client, mine="on")) == 4 and len(shown(client, lead="olive")) == 4
    assert shown(client, lead="nobody of that name") == []
    assert "No clocks match" in client.get(WALL, {"lead": "zzz"}).text
    screen = client.get(SCREEN).text
    assert "Breached" in screen and "OFFICIAL-SENSITIVE" in screen


def test_nobody_sees_a_clock_of_a_record_or_for_an_agency_that_is_not_theirs(world, sign_in):
    for persona, seen in [("owner", True), ("granted", False), ("other_force", False), ("colleague", False)]:
        page = sign_in(persona).get(WALL, {"state": "any"})
        found = {row.record_id for row in page.context["page"].rows}
        assert (world.pvp.pk in found) is seen
    for_police = world.parts["police"]["clock"].pk
    assert for_police in shown(sign_in("owner")) and for_police not in shown(sign_in("granted"))


def test_the_wall_as_a_file_is_logged_as_a_disclosure_of_each_record(world, sign_in):
    Clock.objects.all().delete()
    start(world, started_at=ago(days=5))
    sent = {"kind": "csv", "recipient": "The office", "reason": "Briefing"}
    answer = sign_in("owner").post(reverse("clocks:wall_download") + "?state=late", sent)
    text = b"".join(answer.streaming_content).decode()
    assert "Interview after a missing child returns" in text and world.pvp.reference in text
    assert "Breached" in text and "late" in text
    line = LogEntry.objects.filter(operation="download list").latest("pk")
    assert line.records == [world.pvp.pk]


def fill(world, number):
    """So many more late clocks of a group, in one statement."""
    one = start(world, "score-again", record=world.ocg, started_at=ago(days=400))
    more = []
    for n in range(number - 1):
        row = Clock.objects.get(pk=one.pk)
        row.pk, row.uuid = None, Clock().uuid
        row.due += timedelta(minutes=n + 1)
        more.append(row)
    rows(Clock).bulk_create(more, batch_size=500)


@pytest.mark.slow
def test_the_wall_takes_the_same_queries_at_5_and_at_50_clocks(world, sign_in, monkeypatch):
    monkeypatch.setattr(kept, "SECONDS", float("inf"))  # what a process keeps stays on a slow machine, too
    Clock.objects.all().delete()
    client, team = sign_in("owner"), world.people.teams["unit"].pk
    addresses = {"wall": WALL, "screen": SCREEN, "late": f"{WALL}?state=late&within=7"}
    addresses["team"] = f"{WALL}?team={team}&mine=on"
    for number in (5, 45):
        fill(world, number)
        assert {name: count(client, address) for name, address in addresses.items()} == QUERIES


def test_the_order_of_the_wall_and_the_clocks_to_warn_of_have_an_index(world):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'clocks_clock'")
        found = {row[0] for row in cursor.fetchall()}
    assert {"clock_due", "clock_to_warn", "clock_running_readers", "clock_of_record"} <= found


def test_due_times_are_in_the_leads_calendar_as_moments(world):
    Clock.objects.all().delete()
    row = start(world, started_at=ago(hours=1))
    reader = world.people.reader("owner")
    with visibility.reading(reader):
        (entry,) = [one for one in calendar_entries(reader) if one.uuid == row.uuid]
        assert selectors.clock(reader, row.uuid).due == entry.when
    assert entry.words == f"A clock of {world.pvp.reference} is due" and "canary" not in entry.words
    other = world.people.reader("granted")
    with visibility.reading(other):
        assert row.uuid not in {one.uuid for one in calendar_entries(other)}
