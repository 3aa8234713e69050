"""The multi-agency chronology in the small world: an entry whose texts carry a canary, and one struck out."""

from django.utils import timezone

from pam.access import visibility
from pam.chronology import services
from pam.chronology.models import Event
from tests.world.disruptions import add_disruptions
from tests.world.harm import add_harm


def event(canary="", **values):
    """An entry as it is typed, not kept yet."""
    return Event(
        **{
            "happened": timezone.localdate(),
            "what": f"Seen at the school gate {canary}",
            "details": f"By the teacher {canary}",
            "source_agency": f"Northgate School {canary}",
            "source_worker": f"Nia Frost {canary}",
            "impact": f"Frightened {canary}",
            **values,
        }
    )


def add_chronology(people, record, canary, agencies=None):
    """{"event": one that stands, "event struck": one that does not} of a record, by the owner."""
    to = agencies and [people.agencies[key].pk for key in agencies]
    actor = people.reader("owner")
    with visibility.reading(actor):
        kept, gone = (
            services.add(actor=actor, record=record, event=event(canary), agencies=to) for _ in range(2)
        )
        services.strike(actor=actor, event=gone, version=gone.version, reason=f"Twice {canary}")
    return {"event": kept, "event struck": gone}


def add_history(people, record, canary, agencies=None):
    """What happened to a group: disruptions, harm and the chronology."""
    return {
        **add_disruptions(people, record, canary, agencies),
        **add_harm(people, record, canary, agencies),
        **add_chronology(people, record, canary, agencies),
    }
