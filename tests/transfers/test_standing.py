"""What was proposed and may not go as it was packed any longer, when it is accepted."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.models import Agreement
from pam.access.reader import readers_of
from pam.access.services import create_membership
from pam.records.bulk import rows
from pam.records.models import Entry, Record
from pam.subjects.models import SafeContact
from pam.transfers import packing, selectors, services
from pam.transfers.models import Transfer
from pvp.models import CaseFile
from tests.refusals import refused
from tests.standing import standing
from tests.world.transfers import case_to_give, give, let_accept, take


@standing
def case(people):
    let_accept(people)
    return case_to_give(people)


@standing
def proposed(people, case):
    return give(people, case)


def raised(people, case, row):
    rows(Entry).filter(record=case, title__startswith="Visit").update(own_marking=3)


def for_the_giver_alone(people, case, row):
    own = [people.agencies["police"].pk]
    rows(Entry).filter(record=case, title__startswith="Visit").update(agencies=own)


def ended(people, case, row):
    rows(SafeContact).filter(record=case).update(ended_at=timezone.now())


def agreement_ended(people, case, row):
    assert rows(Agreement).filter(pk=row.agreement_id).update(ends_at=timezone.now() - timedelta(seconds=1))


def record_raised(people, case, row):
    rows(Record).filter(pk=case.pk).update(marking=3)


def record_closed(people, case, row):
    rows(Record).filter(pk=case.pk).update(closed_at=timezone.now())


@pytest.mark.parametrize(
    "change", [raised, for_the_giver_alone, ended, agreement_ended, record_raised, record_closed]
)
def test_what_may_not_go_any_longer_is_not_taken_and_nothing_is_made(people, case, proposed, change):
    change(people, case, proposed)
    with refused("changed"):
        take(people, proposed)
    assert Transfer.objects.get().waiting and CaseFile.objects.count() == 1
    said = "UPDATE transfers_transfer SET state = 'accepted', answered_at = now(), answered_by_id = %s"
    other = people.memberships["other_force"].pk
    with visibility.reading(people.reader("other_force")), connection.cursor() as cursor:
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(said, [other])


def test_a_part_that_was_named_goes_as_it_was_for_the_giver_alone(people, case):
    own = Entry.objects.get(record=case, title__startswith="Own note")
    assert take(people, give(people, case, apart=(f"records.Entry:{own.uuid}",))).pk


def both_ways(people):
    """The reader of the owner's other membership: manager of the team that would take it over."""
    mine = create_membership(
        user=people.memberships["owner"].user,
        agency=people.agencies["other"],
        teams=[people.teams["other"]],
        clearance=people.memberships["other_force"].clearance,
    )
    return mine


def test_who_proposed_it_does_not_accept_it_for_another_agency(people, case, proposed):
    mine = both_ways(people)
    people.teams["other"].manager = mine
    people.teams["other"].save(update_fields=["manager"])
    reader = readers_of([mine.pk])[mine.pk]
    with visibility.reading(reader):
        assert selectors.may_answer(reader, selectors.transfer(reader, proposed.uuid))
        with pytest.raises(PermissionDenied):
            services.accept(actor=reader, transfer=proposed, lead=mine)
        said = "UPDATE transfers_transfer SET state = 'accepted', answered_at = now(), answered_by_id = %s"
        with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(said, [mine.pk])
    assert Transfer.objects.get().waiting


@pytest.fixture
def forge(people, case, monkeypatch):
    """Proposes what a proposer with raw SQL packs, sealed as it is."""

    def proposed(change):
        whole = packing.packed

        def packed(*args):
            found = whole(*args)
            change(found["rows"])
            return found

        monkeypatch.setattr(packing, "packed", packed)
        return give(people, case)

    return proposed


def test_a_package_writes_nothing_but_what_such_records_give(people, forge):
    def of_another_author(packed):
        note = next(row for row in packed if row["model"] == "records.Entry" and "values" in row)
        note["values"]["author_id"] = 1

    with refused("broken_seal"):
        take(people, forge(of_another_author))


@pytest.mark.parametrize("change", [{"stored": "documents/of-another"}, {"uuid": str(uuid4())}])
def test_a_package_brings_no_row_and_no_file_of_another_record(people, forge, change):
    def of_another_record(packed):
        paper = next(row for row in packed if "file" in row)
        (paper["file"] if "stored" in change else paper).update(change)

    with refused("changed"):
        take(people, forge(of_another_record))
