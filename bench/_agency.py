"""An agency of the benchmark's own, with one officer who sees nothing yet, and records of theirs."""

from dataclasses import dataclass

from django.utils import timezone

from ocg.models import Ocg
from pam.access import services
from pam.access.levels import Marking
from pam.access.models import Membership, Team, User
from pam.access.reader import Reader, reader_of_membership
from pam.records.services import create_record
from pam.reference.models import ReferenceValue


@dataclass(frozen=True)
class Agency:
    """Its team, its officer's membership, and the officer as a reader."""

    team: Team
    member: Membership
    reader: Reader


def new_agency(name):
    """Makes it. Runs as the owner role."""
    agency = services.create_agency(name=f"{name} Police", short_name=name, kind="police")
    team = services.create_team(agency=agency, name=f"{name} unit")
    user = User.objects.create_user(email=f"{name.lower()}@pam.example", password=None, name=f"Nell {name}")
    member = services.create_membership(
        user=user, agency=agency, teams=[team], roles=["officer"], clearance=Marking.OFFICIAL_SENSITIVE
    )
    return Agency(team, member, reader_of_membership(member.pk))


def group_of(agency, title):
    """An organised crime group of the officer's. For use while they are reading."""
    tier = ReferenceValue.objects.filter(listing="ocg.tier").first()
    record = Ocg(
        title=title,
        summary="",
        team=agency.team,
        lead=agency.member,
        next_review=timezone.localdate(),
        tier=tier,
    )
    return create_record(actor=agency.reader, record=record)
