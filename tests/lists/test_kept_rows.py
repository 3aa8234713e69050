"""Rows of lists come by a statement that is put together once: it answers each reader as the gate does."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.downloads import ROWS as MEETINGS
from meetings.models import Meeting
from ocg.disruptions.selectors import ROWS as DISRUPTIONS
from ocg.harm.selectors import ROWS as HARM
from ocg.models import Disruption, HarmEvent, Ocg, RegionRequest
from ocg.region.selectors import ROWS as REGION
from ocg.selectors.picture import ROWS as GROUPS
from pam.access import visibility
from pam.access.kept_rows import _filled, with_uuid
from pam.access.levels import Level
from pam.actions.models import Action
from pam.actions.selectors.rows import ROWS as ACTIONS
from pam.clocks.models import Clock
from pam.clocks.wall import ROWS as CLOCKS
from pam.disagreements import selectors as disagreements
from pam.disagreements.models import Escalation, NotShared
from pam.orders.models import Order
from pam.orders.register import ROWS as ORDERS
from pam.records.models import Record
from pam.search.selectors import kept_rows_of, sources
from pam.transfers import selectors as transfers
from pam.transfers.models import Transfer
from places.downloads import ROWS as PLACES
from places.models import LocalProfile, PlaceRecord
from places.profiles.downloads import ROWS as PROFILES
from pvp.downloads import ROWS as CASES
from pvp.models import CaseFile
from pvp.referrals import selectors as referrals
from pvp.referrals.models import Referral, Triage
from tests.actions.world import add_action
from tests.records.world import group, share_with

LISTS = [
    *((kept_rows_of(model), model, None) for model in (Record, *(source.model for source in sources()))),
    (GROUPS, Ocg, None),
    (CASES, CaseFile, None),
    (MEETINGS, Meeting, None),
    (ACTIONS, Action, None),
    (CLOCKS, Clock, None),
    (PLACES, PlaceRecord, None),
    (PROFILES, LocalProfile, None),
    (ORDERS, Order, None),
    (DISRUPTIONS, Disruption, None),
    (HARM, HarmEvent, None),
    (REGION, RegionRequest, None),
    (disagreements.ESCALATIONS, Escalation, None),
    (disagreements.DECISIONS, NotShared, None),
    (transfers.ROWS, Transfer, transfers.transfers),
    (referrals.ROWS, Triage, referrals.triages),
    (referrals.SENT, Referral, referrals.sent_by),
]


@pytest.mark.slow
def test_each_statement_gives_each_persona_the_rows_that_the_gate_gives_them(whole_world):
    people, differ = whole_world.people, set()
    for kept, model, seen_by in LISTS:
        every = list(model._default_manager.values_list("pk", flat=True))
        seen = {}
        for persona in people.memberships:
            reader = people.reader(persona)
            if reader is None:
                continue
            with visibility.reading(reader):
                seen[persona] = set(kept(reader, every))
                through_gate = seen_by(reader) if seen_by else visibility.visible_to(reader, model)
                expected = set(through_gate.values_list("pk", flat=True))
                assert seen[persona] == expected, f"{model.__name__} as {persona}"
        if len({frozenset(numbers) for numbers in seen.values()}) > 1:
            differ.add(model)
    some = {Ocg, CaseFile, Meeting, Action, Clock, Order, Disruption, Transfer, Triage, Referral}
    assert some <= differ, "the world has rows that only some see"


def test_a_record_is_opened_by_its_uuid_by_those_who_may_see_it(whole_world):
    people, records = whole_world.people, list(Record.objects.all())
    for persona in people.memberships:
        reader = people.reader(persona)
        if reader is None:
            continue
        with visibility.reading(reader):
            seen = set(visibility.visible_to(reader, Record).values_list("pk", flat=True))
            opened = {
                row.pk for row in records if with_uuid(reader, Record, row.uuid, ("team", "lead__user"))
            }
        assert opened == seen, persona
    assert with_uuid(None, Record, records[0].uuid) is None


def test_what_a_record_is_opened_with_costs_no_further_query(people):
    record, reader = group(people), people.reader("owner")
    with visibility.reading(reader), CaptureQueriesContext(connection) as captured:
        opened = with_uuid(reader, Ocg, record.uuid, ("team", "agency", "lead__user"))
        assert opened == record and opened.lead.user.name and opened.team.name and opened.agency.short_name
    assert len(captured.captured_queries) == 1


def test_none_of_the_values_that_stood_for_a_reader_is_left_in_a_statement(people):
    first, second = people.reader("owner"), people.reader("granted")
    for kept, model, _ in LISTS:
        with visibility.reading(first):
            kept(first, [1])
        _, values, _ = kept._kept
        filled = [repr(_filled(value, second, [7])) for value in values]
        assert not any("-98765430" in value or "1753" in value for value in filled), model.__name__


def test_a_row_says_how_many_actions_are_open_to_who_may_see_them(people):
    record = group(people)
    share_with(people, record, level=Level.VIEW)
    add_action(people, record, title="For all")
    add_action(people, record, title="For us", agencies=["police"])
    for persona, count in (("owner", 2), ("granted", 1)):
        reader = people.reader(persona)
        with visibility.reading(reader):
            assert GROUPS(reader, [record.pk])[record.pk].waiting[0] == count, persona


def test_no_rows_are_no_rows(people):
    reader = people.reader("owner")
    with visibility.reading(reader):
        assert GROUPS(reader, []) == GROUPS(reader, [-1]) == {}
