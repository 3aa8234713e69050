"""Clocks in the small world: a late one that runs and one that was met late, whose texts carry a canary."""

from datetime import timedelta

from django.utils import timezone

from pam.access import visibility
from pam.clocks import selectors, services

FIRST = {"ocg": "score-again", "pvp": "return-interview"}
LONG_AGO = timedelta(days=500)


def add_clocks(people, record, canary, agencies=None):
    """{"clock": late and running, "clock ended": met late} on `record`, by the owner."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        return {
            "clock": _started(actor, people, record, canary, agencies),
            "clock ended": _met(actor, _started(actor, people, record, canary, agencies), canary),
        }


def _started(actor, people, record, canary, agencies):
    version = selectors.may_be_started(actor, record).get(code=FIRST[record.kind])
    row = services.start_clock(
        actor=actor,
        record=record,
        framework_version=version,
        started_at=timezone.now() - LONG_AGO,
        note=f"Seen at the wharf {canary}",
        agencies=agencies and [people.agencies[key].pk for key in agencies],
    )
    return services.explain_late(actor=actor, clock=row, version=row.version, late_reason=f"Late {canary}")


def _met(actor, row, canary):
    return services.meet_clock(
        actor=actor, clock=row, version=row.version, ended_at=timezone.now(), reason=f"Done {canary}"
    )
