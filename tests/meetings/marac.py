"""A MARAC of the small world: a list of cases that is open to probation, health and the council."""

from datetime import timedelta

from django.utils import timezone

from meetings.caselist import services
from meetings.caselist.models import CaseEntry
from meetings.caselist.services import Person
from meetings.models import Meeting
from meetings.selectors.kinds import kinds_in_force
from meetings.services import conduct
from pam.access import visibility
from pam.disclosure.selectors.grounds import grounds_by_agency


def marac(people, title="MARAC north", **fields):
    """A MARAC that the owner calls, in two days."""
    owner, actor = people.memberships["owner"], people.reader("owner")
    kind = kinds_in_force(actor).get(code="marac")
    fields = {"starts_at": timezone.now() + timedelta(days=2)} | fields
    meeting = Meeting(title=title, team=people.teams["unit"], lead=owner, **fields)
    conduct.call_meeting(actor=actor, meeting=meeting, kind=kind)
    return Meeting.objects.select_related("framework_version").get(pk=meeting.pk)


def refer(people, meeting, canary="", persona="owner", **fields):
    """A case on the list, typed by a persona, as it is in the database."""
    entry = CaseEntry(criteria=f"Visible high risk {canary}", reason=f"Threats {canary}", **fields)
    actor = people.reader(persona)
    with visibility.reading(actor):
        services.refer(
            actor=actor,
            meeting=meeting,
            entry=entry,
            people=[Person(f"Jane {canary}", "Victim", "1990"), Person(f"Joe {canary}", "Perpetrator")],
        )
    return CaseEntry.objects.get(pk=entry.pk)


def accept(people, meeting, entry):
    """The owner accepts a case."""
    return services.accept(actor=people.reader("owner"), meeting=meeting, entry=entry, version=entry.version)


def open_to(people, meeting, *agencies):
    """The owner opens the list to agencies, on the first ground of each."""
    grounds = {number: found[0] for number, found in grounds_by_agency(meeting).items()}
    principals = [people.agencies[key].principal for key in agencies]
    return services.open_list(
        actor=people.reader("owner"), meeting=meeting, principals=principals, grounds=grounds
    )
