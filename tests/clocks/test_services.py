"""Clocks of records, from start to end."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Stale
from pam.clocks import selectors, services
from pam.clocks.models import Clock
from pam.frameworks.clocks import LONDON, times
from pam.frameworks.models import FrameworkVersion
from pam.records.models import Entry
from tests.clocks.made import act, ago, start
from tests.refusals import refused


def lines(world):
    return list(
        Entry.objects.filter(record=world.pvp, kind="clock").order_by("pk").values_list("title", "text")
    )


def test_a_clock_is_due_as_its_version_says_and_is_a_line_of_the_chronology(world):
    row = start(world, note="Rang from the station")
    assert (
        row.due
        == times(row.framework_version.body, row.started_at).due
        == row.started_at + timedelta(hours=72)
    )
    assert row.warn_from == row.next_warning == row.due - timedelta(hours=24)
    assert (row.state, row.event, row.by_hand) == ("running", "person.returned", True)
    title, text = lines(world)[-1]
    assert title.startswith("Interview after a missing child returns: started, due") and "station" in text


def test_met_in_time_needs_no_reason_and_met_late_needs_one(world):
    row = act(world, services.meet_clock, start(world), ended_at=ago(minutes=5), reason="Spoken with")
    assert (row.state, row.is_late, row.next_warning) == ("met", False, None)
    late = start(world, started_at=ago(days=5))
    with refused("missing", field="late_reason"):
        act(world, services.meet_clock, late, ended_at=ago(hours=1))
    row = act(world, services.meet_clock, late, ended_at=ago(hours=1), late_reason="No interviewer")
    assert row.is_late and lines(world)[-1] == (
        "Interview after a missing child returns: met late",
        "Late because: No interviewer",
    )
    in_time = start(world, started_at=ago(days=5))  # recorded late, but done in time
    assert not act(world, services.meet_clock, in_time, ended_at=ago(days=4)).is_late


def test_clocks_that_begin_when_one_is_met_are_started_with_it_and_no_others(world):
    actor = world.people.reader("owner")
    row = start(world, "strategy-discussion")
    with visibility.reading(actor):
        (following,) = selectors.next_clocks(actor, row, world.pvp)
        other = selectors.may_be_started(actor, world.pvp).get(code="core-group")
    assert following.code == "conference-after-strategy"
    with refused("not_next", field="then"):
        act(world, services.meet_clock, row, ended_at=timezone.now(), then=[other])
    row = act(world, services.meet_clock, row, ended_at=timezone.now(), then=[following])
    begun = Clock.objects.get(record=world.pvp, framework_version=following)
    assert (begun.started_at, begun.state, begun.agencies) == (row.ended_at, "running", row.agencies)


def test_a_reason_given_while_it_runs_late_serves_when_it_is_met(world):
    row = start(world, started_at=ago(days=5))
    act(world, services.explain_late, row, late_reason="The family moved")
    assert act(world, services.meet_clock, row, ended_at=timezone.now()).late_reason == "The family moved"
    with refused("in_time"):
        act(world, services.explain_late, start(world), late_reason="Not late at all")


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (lambda: timezone.now() + timedelta(minutes=5), "too_late"),
        (lambda: ago(hours=2), "before_start"),
        (lambda: ago(days=4000), "too_early"),
    ],
)
def test_a_clock_is_not_met_at_a_time_that_cannot_be(world, moment, code):
    with refused(code, field="ended_at"):
        act(world, services.meet_clock, start(world), ended_at=moment())


def test_a_stopped_clock_has_a_reason_and_is_never_late(world):
    row = start(world, started_at=ago(days=5))
    with refused("missing"):
        act(world, services.stop_clock, row, reason=" ")
    row = act(world, services.stop_clock, row, reason="The child is 18")
    assert (row.state, row.is_late) == ("stopped", False)


def test_an_end_is_taken_back_within_a_day_and_not_later(world, monkeypatch):
    row = act(world, services.stop_clock, start(world), reason="A slip")
    with refused("missing"):
        act(world, services.restart_clock, row, reason="")
    row = act(world, services.restart_clock, row, reason="The wrong child")
    assert (row.state, row.ended_at, row.reason) == ("running", None, "") and row.next_warning
    with refused("running"):
        act(world, services.restart_clock, row, reason="Again")
    act(world, services.meet_clock, row, ended_at=timezone.now())
    later = timezone.now() + timedelta(hours=25)
    monkeypatch.setattr(services.timezone, "now", lambda: later)
    with refused("too_long_ago"):
        act(world, services.restart_clock, row, reason="Too late")


def test_a_corrected_start_gives_another_due_time_and_the_history_keeps_the_old_one(world):
    row = start(world)
    before = row.due
    with refused("the_same", field="started_at"):
        act(world, services.correct_start, row, started_at=row.started_at, reason="Why")
    row = act(world, services.correct_start, row, started_at=ago(hours=5), reason="Typed from memory")
    assert row.due == before - timedelta(hours=4)
    assert before in set(Clock.history.filter(id=row.pk).values_list("due", flat=True))
    assert "start corrected" in lines(world)[-1][0] and "from memory" in lines(world)[-1][1]


def test_the_same_start_in_the_hour_that_the_clocks_show_twice_is_no_correction(world):
    first = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)
    row = start(world, started_at=first)
    assert row.due.astimezone(UTC) == datetime(2026, 10, 28, 0, 30, tzinfo=UTC)
    with refused("the_same", field="started_at"):
        act(world, services.correct_start, row, started_at=first, reason="Why")
    second = first.replace(fold=1)  # an hour later
    row = act(world, services.correct_start, row, started_at=second, reason="It was the second")
    assert row.due.astimezone(UTC) == datetime(2026, 10, 28, 1, 30, tzinfo=UTC)


def test_a_clock_that_has_ended_is_neither_met_nor_stopped_nor_corrected(world):
    row = act(world, services.meet_clock, start(world), ended_at=timezone.now())
    for service, more in [
        (services.meet_clock, {"ended_at": timezone.now()}),
        (services.stop_clock, {"reason": "Why"}),
        (services.correct_start, {"started_at": ago(hours=3), "reason": "Why"}),
        (services.explain_late, {"late_reason": "Why"}),
        (services.take_newer_version, {"reason": "Why"}),
    ]:
        with refused("not_running"):
            act(world, service, row, **more)


def test_a_stale_save_is_refused(world):
    row = start(world)
    act(world, services.correct_start, row, started_at=ago(hours=2), reason="Why")
    with pytest.raises(Stale):
        act(world, services.meet_clock, row, version=1, ended_at=timezone.now())


def test_the_database_keeps_what_a_clock_was_started_with_and_how_it_ended(world):
    running, ended = start(world), act(world, services.meet_clock, start(world), ended_at=timezone.now())
    for row, values in [
        (running, {"due": running.due + timedelta(hours=1)}),
        (running, {"event": "record.opened"}),
        (running, {"author": world.people.memberships["colleague"]}),
        (running, {"ended_at": timezone.now()}),
        (ended, {"ended_at": timezone.now() + timedelta(hours=1)}),
        (ended, {"state": "stopped"}),
        (ended, {"late_reason": "Another"}),
    ]:
        changed = Clock.objects.get(pk=row.pk)
        for name, value in values.items():
            setattr(changed, name, value)
        with pytest.raises(DatabaseError), transaction.atomic():
            changed.save()


def test_who_only_views_starts_none_and_a_contributor_changes_their_own_agencys_alone(world):
    with pytest.raises(PermissionDenied):
        start(world, "score-again", "granted", world.ocg)
    row = start(world, "score-again", record=world.ocg)
    with pytest.raises(PermissionDenied):
        act(world, services.stop_clock, row, "granted", reason="Why")


def test_a_clock_for_another_kind_of_record_is_not_started(world):
    version = FrameworkVersion.objects.get(kind="clock", code="return-interview", agency=None)
    with refused("not_in_force"):
        start(world, "score-again", record=world.ocg, framework_version=version)


def test_a_clock_for_one_agency_is_not_seen_by_another(world):
    own = world.people.agencies["police"].pk
    row = start(world, "score-again", record=world.ocg, agencies=[own])
    reader = world.people.reader("granted")
    with visibility.reading(reader):
        assert not Clock.objects.filter(pk=row.pk).exists()
        assert not visibility.visible_to(reader, Clock).filter(pk=row.pk).exists()
