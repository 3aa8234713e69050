"""Transfers: proposed, accepted, declined, withdrawn; what another agency gets, and what it never gets."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.levels import Level
from pam.audit.models import LogEntry
from pam.chronology.models import Event
from pam.disclosure.models import Receipt
from pam.records.models import Document, Entry, Record, Subject
from pam.subjects.models import SafeContact, WarningMarker
from pam.transfers import packing, services
from pam.transfers.models import CarriedOver, Transfer, TransferPackage
from pvp.models import CaseFile
from tests.records.world import share_with
from tests.refusals import refused
from tests.world.transfers import answer, case_to_give, give, let_accept, take


@pytest.fixture
def case(people):
    """A case of the owner's, and somewhere for it to go."""
    let_accept(people)
    return case_to_give(people)


@pytest.fixture
def proposed(people, case):
    """It is proposed to the other force, with all its sections."""
    return give(people, case)


def seen(people, model, persona, **values):
    """The rows of a model that a persona sees behind the second wall."""
    with visibility.reading(people.reader(persona)):
        return list(visibility.visible_to(people.reader(persona), model).filter(**values))


# --- Another agency ---


def test_another_force_gets_a_record_of_its_own_with_the_chosen_parts(people, case, proposed):
    new = take(people, proposed)
    assert new.agency == people.agencies["other"] and new.reference != case.reference
    assert (new.title, new.strand, new.lead) == (case.title, case.strand, people.memberships["other_force"])
    of = {"record_id": new.pk}
    assert {one.name for one in seen(people, Subject, "other_force", **of)} == {"Rosa Lind ", "Ned Lind "}
    (contact,) = seen(people, SafeContact, "other_force", **of)
    assert contact.way == "07700 900123" and contact.subject_id == new.person_id
    assert [one.details for one in seen(people, WarningMarker, "other_force", **of)] == ["Two dogs "]
    assert [one.what for one in seen(people, Event, "other_force", **of)] == ["Police called "]
    (paper,) = seen(people, Document, "other_force", **of)
    assert paper.file.read() == b"A letter " and paper.file.name != Document.objects.get(record=case).file.name
