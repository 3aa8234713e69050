"""Disruptions for the tests of this room."""

from ocg.disruptions import selectors, services
from pam.access import visibility
from pam.access.models import Membership
from tests.world.disruptions import claim, output, term

__all__ = ["again", "amend", "assess", "assessor", "claim", "level", "output", "submit", "typed"]


def level(code):
    """A shipped level."""
    return term("ocg.disruption-level", code)


def assessor(people, persona="colleague", team="unit"):
    """Makes a persona an assessor in the owner's team."""
    member = people.memberships[persona]
    if team:
        member.teams.add(people.teams[team])
    Membership.objects.filter(pk=member.pk).update(roles=["officer", "assessor"])
    return persona


def submit(people, record, persona="owner", outputs=(), agencies=None, **values):
    """A persona submits a disruption, behind the second wall."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return services.submit(
            actor=actor, record=record, disruption=claim(**values), outputs=outputs, agencies=agencies
        )


def again(people, row, persona="owner"):
    """The disruption as a persona reads it now."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return selectors.disruption(actor, row.uuid)


def assess(people, row, outcome="agreed", persona="colleague", to=None, reason=""):
    """A persona assesses it."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        now = selectors.disruption(actor, row.uuid)
        return services.assess(
            actor=actor,
            disruption=now,
            version=now.version,
            outcome=outcome,
            level=to and level(to),
            reason=reason,
        )


def amend(people, row, persona="owner", outputs=(), **values):
    """A persona amends it."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        now = selectors.disruption(actor, row.uuid)
        for name, value in values.items():
            setattr(now, name, value)
        return services.amend(actor=actor, disruption=now, version=now.version, outputs=outputs)


def typed(people, row, persona="owner", reference="NRD-1", on=None):
    """A persona says that it was typed in."""
    from django.utils import timezone

    actor = people.reader(persona)
    with visibility.reading(actor):
        now = selectors.disruption(actor, row.uuid)
        return services.note_typed(
            actor=actor,
            disruption=now,
            version=now.version,
            reference=reference,
            typed_on=on or timezone.localdate(),
        )
