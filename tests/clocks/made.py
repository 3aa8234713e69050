"""Clocks of the small world, started as people start them."""

from datetime import timedelta

from django.utils import timezone

from pam.access import visibility
from pam.clocks import selectors, services


def ago(**length):
    """A moment so long ago, to the minute as people type it."""
    return (timezone.now() - timedelta(**length)).replace(second=0, microsecond=0)


def start(world, code="return-interview", persona="owner", record=None, **more):
    """A clock of `persona` on the hidden case (or `record`), from an hour ago."""
    actor, record = world.people.reader(persona), record or world.pvp
    with visibility.reading(actor):
        version = selectors.may_be_started(actor, record).get(code=code)
        given = {"started_at": ago(hours=1), "framework_version": version, "record": record}
        return services.start_clock(actor=actor, **given | more)


def act(world, service, clock, persona="owner", **more):
    """Calls a verb about a clock, at the version that it has now."""
    actor = world.people.reader(persona)
    with visibility.reading(actor):
        row = selectors.clock(actor, clock.uuid)
        return service(actor=actor, clock=row, **{"version": row.version} | more)
