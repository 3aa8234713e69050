"""A training agency beside the small world, and a record of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ocg.models import Ocg
from pam.access import visibility
from pam.access.levels import Marking
from pam.access.models import Membership
from pam.access.reader import reader_of_membership
from pam.access.services import create_agency, create_membership, create_team
from pam.accounts.services.terms_of_use import accept_for_everybody
from pam.records import services as records
from pam.reference.services.settings import set_general
from tests.world.world import term


def acting_for(client, reader):
    """Lets the person of `client` act for the agency of `reader`, who they are."""
    member = Membership.objects.get(pk=reader.membership_id)
    client.post(reverse("accounts:act_for"), {"membership": member.uuid})


@pytest.fixture
def school(people):
    """A training agency with a team, in which the owner of the small world is too: (agency, team, reader)."""
    agency = create_agency(name="Northshire Training", short_name="Training", kind="police")
    set_general("training.agency", True, agency=agency)
    team = create_team(agency=agency, name="Course 1")
    member = create_membership(
        user=people.users["owner"],
        agency=agency,
        teams=[team],
        roles=["officer", "supervisor"],
        clearance=Marking.OFFICIAL_SENSITIVE,
    )
    accept_for_everybody()
    return agency, team, reader_of_membership(member.pk)


@pytest.fixture
def lesson(make_lesson):
    """A record of the training agency."""
    return make_lesson()


@pytest.fixture
def make_lesson(world, school):
    """Makes a record of the training agency."""
    return lambda: _lesson(*school)


def _lesson(agency, team, reader):
    with visibility.reading(reader):
        record = Ocg(
            title="Lesson group",
            summary="Lesson group",
            team=team,
            lead_id=reader.membership_id,
            stage="active",
            tier=term("ocg.tier", "2"),
            next_review=timezone.localdate() + timedelta(days=20),
        )
        return records.create_record(actor=reader, record=record)
