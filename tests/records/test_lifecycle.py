"""One life for records of every kind: opened, current, closed, and perhaps opened again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from meetings.services import conduct
from pam.access import visibility
from pam.access.errors import Stale
from pam.access.models import Membership
from pam.access.reader import reader_of_membership
from pam.accounts.selectors.work import work_of
from pam.dashboard.selectors.work import my_work
from pam.records.models import Entry, Record
from pam.records.services import close_record, reopen_record
from pam.retention.selectors.groups import years_after
from pam.stages import services as stages
from tests.meetings.room import new_meeting
from tests.refusals import refused
from tests.stages.made import second_supervisor
from tests.world.closings import close_list
from tests.world.world import make_ocg, make_pvp

REASON = "The work is done."


def _close_meeting(actor, meeting):
    for step in (conduct.start, conduct.close, conduct.approve):
        step(actor=actor, meeting=meeting)


def _by_two(actor, row, code):
    """A move that a second supervisor approves, from the page as it was opened at `row`."""
    asked = stages.make_move(actor=actor, record=row, version=row.version, move=code, reason=REASON)
    with visibility.reading(_second(actor)):
        stages.approve_move(actor=_second(actor), move=asked, version=asked.version)


def _second(actor):
    member = Membership.objects.get(agency_id=actor.agency_id, user__name="Colin Colleague")
    return reader_of_membership(member.pk)


def _reopen(actor, row):
    stages.make_move(actor=actor, record=row, version=row.version, move="reopen", reason=REASON)


def _archive(actor, row):
    _by_two(actor, row, "archive")


def _close_case(actor, row):
    close_list(actor, row)
    _by_two(actor, row, "close")


def _take_out(actor, row):
    _by_two(actor, row, "take-out")


MAKE = {
    "ocg": lambda people, actor: make_ocg(people, "owner", "Wharf group", team="unit"),
    "pvp": lambda people, actor: make_pvp(people, "Robin"),
    "meeting": lambda people, actor: conduct.call_meeting(actor=actor, meeting=new_meeting(people)),
}
CLOSE = {
    "ocg": _archive,
    "pvp": _close_case,
    "meeting": _close_meeting,
}
REOPEN = {
    "ocg": _take_out,
    "pvp": _reopen,
}
KINDS = pytest.mark.parametrize("kind", MAKE)


@pytest.fixture
def record(people, kind):
    """A record of the kind that was opened two years ago, and its owner as the actor behind the wall."""
    second_supervisor(people)
    people.memberships["colleague"].teams.add(people.teams["pvp"])
    actor = people.reader("owner")
    with visibility.reading(actor):
        row = MAKE[kind](people, actor)
        row.opened_at = timezone.now() - timedelta(days=730)
        row.next_review = timezone.localdate() + timedelta(days=9)
        row.save()
        row.refresh_from_db()
        yield actor, row


def _again(row):
    return type(row).objects.get(pk=row.pk)


def _current(row):
    return Record.objects.current().filter(pk=row.pk).exists()


def _kept_from(moment, day):
    """Whether `day` is the same day as `moment` in a later year."""
    begun = timezone.localtime(moment).date()
    return day > begun and day == years_after(begun, day.year - begun.year)


def _named(people):
    """What the administrator is told that the owner is named on."""
    with visibility.reading(people.reader("administrator")):
        return work_of(people.memberships["owner"]).named


@KINDS
def test_a_closed_record_is_current_no_longer_and_its_retention_counts_from_closing(record, kind):
    actor, row = record
    assert _current(row) and _kept_from(row.opened_at, row.retention_due)
    CLOSE[kind](actor, row)
    closed = _again(row)
    assert not _current(row) and closed.closed_at - timezone.now() < timedelta(seconds=5)
    assert _kept_from(closed.closed_at, closed.retention_due) and closed.retention_due > row.retention_due


@KINDS
def test_a_closed_record_needs_no_lead_any_more_and_leaves_my_work(people, record, kind):
    actor, row = record
    assert list(my_work().led) == [row.pk]
    assert _named(people)
    CLOSE[kind](actor, row)
    assert not my_work().led and not _named(people)


@KINDS
def test_closing_writes_one_line_of_the_chronology_and_can_not_be_done_twice(record, kind):
    actor, row = record
    CLOSE[kind](actor, row)
    closed = _again(row)
    title = {
        "ocg": "Stage changed from Active to Archived, approved",
        "pvp": "Stage changed from Active to Closed, approved",
        "meeting": "Minutes approved",
    }[kind]
    assert Entry.objects.filter(record_id=row.pk, title=title).count() == 1
    with refused("already_closed"):
        close_record(actor=actor, record=closed, version=closed.version, title="Closed twice")


@pytest.mark.parametrize("kind", REOPEN)
def test_a_group_and_a_case_file_can_be_opened_again(record, kind):
    actor, row = record
    CLOSE[kind](actor, row)
    REOPEN[kind](actor, _again(row))
    opened = _again(row)
    assert _current(row) and opened.closed_at is None
    assert opened.retention_due == row.retention_due
    with refused("not_closed"):
        reopen_record(actor=actor, record=opened, version=opened.version, title="Opened twice")


@pytest.mark.parametrize("kind", ["meeting"])
def test_a_meeting_whose_minutes_are_approved_stays_closed(record, kind):
    actor, row = record
    CLOSE[kind](actor, row)
    closed = _again(row)
    assert closed.closed_at >= closed.approved_at and closed.state == "approved"
    with refused("stays_closed"):
        reopen_record(actor=actor, record=closed, version=closed.version, title="Opened again")


@pytest.mark.parametrize("kind", REOPEN)
def test_closing_from_an_older_page_is_refused_as_stale(record, kind):
    actor, row = record
    row.version = 99
    with pytest.raises(Stale):
        CLOSE[kind](actor, row)


@pytest.mark.parametrize("kind", ["ocg"])
def test_the_database_takes_no_record_that_closed_before_it_opened(record, kind):
    _, row = record
    row.closed_at = row.opened_at - timedelta(days=1)
    with pytest.raises(IntegrityError, match="record_closes_after_opening"), transaction.atomic():
        row.save()


@pytest.mark.parametrize("kind", ["meeting"])
def test_the_page_of_an_approved_meeting_says_when_it_was_closed(record, kind, sign_in):
    actor, row = record
    CLOSE[kind](actor, row)
    page = sign_in("owner").get(reverse("meetings:detail", args=[row.uuid])).content.decode()
    assert ">Closed</dt>" in page and page.count("Minutes approved") >= 1
