"""The list of cases of the small world: open to probation, which wrote what it knows on its own paper."""

from datetime import timedelta

from django.utils import timezone

from meetings.models import AgendaItem, CaseEntry, CasePerson, ListOpening, Meeting, Research, ResearchLine
from meetings.selectors.kinds import kinds_in_force
from meetings.services import conduct
from pam.access.levels import Level
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services.shares import share
from tests.world.papers import PAPERS

# Which personas may read a text with this canary (see tests/world/world.py).
CASE_LISTS = {
    "canarymarac": {"owner", "granted"},  # a case on the list that is open to probation
    "canarypaper": {"granted"},  # what probation wrote of it and has not released
    **PAPERS,
}


def add_marac(world):
    """Sets `world.marac`, open to probation. Inside the owner's reading."""
    people, actor = world.people, world.people.reader("owner")
    owner = people.memberships["owner"]
    meeting = Meeting(
        title="MARAC of the north",
        team=people.teams["unit"],
        lead=owner,
        secretary=owner,
        starts_at=timezone.now() + timedelta(days=12),
    )
    kind = kinds_in_force(actor).get(code="marac")
    world.marac = conduct.call_meeting(actor=actor, meeting=meeting, kind=kind)
    share(
        actor=actor,
        record=world.marac,
        proposal=ShareProposal(
            principal=people.agencies["probation"].principal,
            level=Level.VIEW,
            basis=people.basis,
            reason="The list of cases",
            until=timezone.now() + timedelta(30),
            agreement=people.agreement,
            kinds=("caselist",),
        ),
    )


def add_case(world):
    """A case on its list, written by the owner of the database, so that no one is told."""
    owner, partner = (world.people.memberships[name] for name in ("owner", "granted"))
    world.parts["marac"] = _rows(world.marac, owner, partner)


def _rows(meeting, owner, partner):
    police, probation = owner.agency_id, partner.agency_id
    ours = {"record_id": meeting.pk, "author": owner, "author_agency_id": police}
    theirs = {"record_id": meeting.pk, "author": partner, "author_agency_id": probation}
    item = AgendaItem.objects.create(title="Case C-7KQ4", position=9, agencies=[police], **ours)
    entry = CaseEntry.objects.create(
        agency_id=police,
        item=item,
        state="accepted",
        criteria="Visible high risk canarymarac",
        reason="Threats canarymarac",
        safe_contact="Ring at noon canarymarac",
        **ours,
    )
    CasePerson.objects.create(entry=entry, name="Jane canarymarac", part="Victim", **ours)
    ListOpening.objects.create(
        principal_id=partner.agency.principal_id, agency_id=probation, agencies=[police], **ours
    )
    research = Research.objects.create(
        entry=entry,
        agency_id=probation,
        due_at=timezone.now() + timedelta(days=11),
        agencies=sorted([police, probation]),
        **ours,
    )
    line = ResearchLine.objects.create(
        research=research, entry=entry, kind="fact", text="Seen canarypaper", agencies=[probation], **theirs
    )
    return {"entry": entry, "research": research, "line": line}
