"""An OCG, shares and actions for the tests of this room."""

from datetime import timedelta

from django.utils import timezone

from ocg.models import Ocg
from pam.access import visibility
from pam.access.levels import Level
from pam.actions.services import tracker
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services.shares import share
from pam.records.services import create_record
from pam.reference.models import ReferenceValue


def act(people, persona, verb, **values):
    """Calls a service as a persona, behind the second wall; returns what it returns."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return verb(actor=actor, **values)


def make_ocg(people, title="Harbour group"):
    """An OCG of the owner's team, which nobody else was given."""
    actor = people.reader("owner")
    record = Ocg(
        title=title,
        team=people.teams["unit"],
        lead=people.memberships["owner"],
        stage="active",
        tier=ReferenceValue.objects.get(listing="ocg.tier", code="2"),
    )
    with visibility.reading(actor):
        return create_record(actor=actor, record=record)


def share_with_probation(people, record, level=Level.VIEW):
    """Gives the probation service a month's grant."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        return share(
            actor=actor,
            record=record,
            proposal=ShareProposal(
                principal=people.agencies["probation"].principal,
                level=level,
                basis=people.basis,
                reason="Joint plan",
                until=timezone.now() + timedelta(30),
                agreement=people.agreement,
            ),
        )


def add_action(
    people,
    record,
    owner="owner",
    actor="owner",
    title="Visit the address",
    days=7,
    agencies=None,
    **more,
):
    """An action for one persona, added by another, due in so many `days`, for `agencies` (their keys)."""
    reader = people.reader(actor)
    more.setdefault("strand", "pursue" if record.kind == "ocg" else "")
    with visibility.reading(reader):
        return tracker.add(
            actor=reader,
            record=record,
            title=title,
            owner=people.memberships[owner],
            due=timezone.localdate() + timedelta(days=days),
            agencies=agencies and [people.agencies[key].pk for key in agencies],
            **more,
        )
