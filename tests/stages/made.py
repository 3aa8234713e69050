"""Moves of a group for the tests of this room."""

from pam.access import visibility
from pam.access.models import Membership
from pam.stages import selectors, services


def again(people, record, persona="owner"):
    """The record as it is now, as a row of its own kind."""
    return selectors.own_row(people.reader(persona), record)


def move(people, record, code, persona="owner", **values):
    """A persona makes a move, or asks for it, behind the second wall."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        row = again(people, record, persona)
        return services.make_move(
            actor=actor, record=row, version=values.pop("version", row.version), move=code, **values
        )


def decide(people, asked, persona="colleague", *, approve=True, decision="Agreed"):
    """A persona approves a move that was asked for, or refuses it."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        row = selectors.move(actor, asked.uuid)
        verb = services.approve_move if approve else services.refuse_move
        return verb(actor=actor, move=row, version=row.version, decision=decision)


def second_supervisor(people):
    """The colleague is a supervisor in the owner's team."""
    member = people.memberships["colleague"]
    member.teams.add(people.teams["unit"])
    Membership.objects.filter(pk=member.pk).update(roles=["officer", "supervisor"])


def archive(people, record, reason="No activity for two years"):
    """The owner asks for the archive, a second supervisor approves."""
    second_supervisor(people)
    decide(people, move(people, record, "archive", reason=reason))
    return again(people, record)
