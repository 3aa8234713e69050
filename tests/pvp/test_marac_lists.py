"""A list of cases that another agency keeps, and the case that it came from: both rooms together."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from meetings.caselist import services as caselist
from meetings.models import AgendaItem, CaseEntry, Meeting
from meetings.selectors.kinds import kinds_in_force
from meetings.services import conduct
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.caselists.registry import waiting_for
from pam.records.models import Entry, Record
from pam.retention.models import Disposal
from pvp.marac import selectors
from pvp.models import MaracReferral
from tests.meetings.marac import marac as own_marac
from tests.pvp.test_cases import make_case
from tests.records.world import share_with
from tests.retention.test_disposal import dispose, propose, supervisor
from tests.standing import standing
from tests.world.cases import refer

SECRETARY = "granted"  # of probation, which keeps the list; the police referred


@standing
def referred(people):
    """The referral of a case of the police to which probation contributes."""
    case = make_case(people)
    share_with(people, case, level=Level.CONTRIBUTE)
    return refer(people, case)


@standing
def taken(people, referred):
    """(meeting, entry): the secretary of another agency took it from those that wait."""
    actor, member = people.reader(SECRETARY), people.memberships[SECRETARY]
    with visibility.reading(actor):
        assert [one.uuid for one in waiting_for(actor, "marac")] == [referred.uuid]
        meeting = Meeting(
            title="MARAC of the south",
            team=member.teams.get(),
            lead=member,
            secretary=member,
            starts_at=timezone.now() + timedelta(days=2),
        )
        kind = kinds_in_force(actor).get(code="marac")
        conduct.call_meeting(actor=actor, meeting=meeting, kind=kind)
        meeting = Meeting.objects.select_related("framework_version").get(pk=meeting.pk)
        known = {"provider": selectors.PROVIDER, "referral": referred.uuid}
        return meeting, caselist.take_referral(actor=actor, meeting=meeting, **known)


def test_the_secretary_of_another_agency_takes_a_referral_and_the_case_knows(referred, taken):
    meeting, entry = taken
    row = MaracReferral.objects.get(pk=referred.pk)
    assert row.taken.startswith(f"On the list of {meeting.reference}") and entry.state == "accepted"
    assert entry.reason == row.reason.strip() and "wants" not in str(vars(entry))


def test_it_is_heard_there_and_the_case_chases_that_the_person_is_told(people, referred, taken):
    meeting, entry = taken
    actor = people.reader(SECRETARY)
    with visibility.reading(actor):
        conduct.start(actor=actor, meeting=meeting)
        conduct.all_present(actor=actor, meeting=meeting)
        known = {"actor": actor, "meeting": meeting, "item": AgendaItem.objects.get(pk=entry.item_id)}
        conduct.record_outcome(**known, outcome="heard")
        conduct.decide(**known, text="A safe address", rationale="He knows the old one")
        conduct.close(actor=actor, meeting=meeting)
    row = MaracReferral.objects.get(pk=referred.pk)
    assert CaseEntry.objects.get(pk=entry.pk).state == "heard" and row.heard_on and row.to_tell
    said = Entry.objects.filter(record_id=referred.record_id).values_list("text", flat=True)
    assert any("A safe address" in text for text in said)


@pytest.mark.parametrize(
    "change", ["told = 'told', told_on = now()", "withdrawn_at = now()", "flag_until = NULL"]
)
def test_who_keeps_the_list_changes_nothing_else_of_it(people, referred, change):
    with (
        visibility.reading(people.reader(SECRETARY)),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE pvp_maracreferral SET {change} WHERE id = %s", [referred.pk])


@pytest.fixture
def own_list(people):
    """(case, meeting, entry): the police keep the list themselves, and heard a case of theirs."""
    case, actor = make_case(people), people.reader("owner")
    row = refer(people, case, canary="canarylisted")
    meeting = own_marac(people)
    with visibility.reading(actor):
        known = {"provider": selectors.PROVIDER, "referral": row.uuid}
        entry = caselist.take_referral(actor=actor, meeting=meeting, **known)
        conduct.start(actor=actor, meeting=meeting)
        conduct.all_present(actor=actor, meeting=meeting)
        known = {"actor": actor, "meeting": meeting, "item": AgendaItem.objects.get(pk=entry.item_id)}
        conduct.record_outcome(**known, outcome="heard")
        conduct.decide(**known, text="A safe address canarylisted", rationale="He knows the old one")
        conduct.raise_action(
            **known,
            title="New locks canarylisted",
            owner=people.memberships["owner"],
            due=timezone.localdate() + timedelta(days=7),
        )
        conduct.close(actor=actor, meeting=meeting)
    return case, meeting, entry


def test_a_case_goes_from_the_list_of_its_own_agency_when_its_record_is_disposed_of(people, own_list):
    case, meeting, entry = own_list
    second = supervisor(people)
    with pytest.raises(Refused, match="minutes are not approved"):
        dispose(second, propose(people, case))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE meetings_meeting SET state = 'approved' WHERE record_ptr_id = %s", [meeting.pk]
        )
    dispose(second, Disposal.objects.get())
    assert not Record.objects.filter(pk=case.pk).exists() and not CaseEntry.objects.exists()
    assert AgendaItem.objects.get(pk=entry.item_id).title == "A record that has been disposed of"
    assert Meeting.objects.get(pk=meeting.pk).state == "approved"
    assert where_it_is("canarylisted") == []


def where_it_is(token):
    """The tables of which a row holds a text."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f"SELECT 1 FROM {table} t WHERE t::text LIKE %s LIMIT 1", [f"%{token}%"])
            found += [table] if cursor.fetchone() else []
    return found


def test_a_list_that_another_agency_keeps_stays_and_no_longer_names_the_referral(people, referred, taken):
    _, entry = taken
    case = Record.objects.get(pk=referred.record_id)
    dispose(supervisor(people), propose(people, case))
    row = CaseEntry.objects.get(pk=entry.pk)
    assert (row.referral, row.provider) == (None, "") and row.people.count() == 2
