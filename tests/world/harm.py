"""The harm ledger in the small world: an event whose texts carry a canary, and one that was taken out."""

from django.utils import timezone

from ocg.harm import services
from ocg.models import HarmEvent
from pam.access import visibility
from tests.world.disruptions import term


def harm(canary="", **values):
    """An event of harm as it is typed, not kept yet."""
    return HarmEvent(
        **{
            "happened": timezone.localdate(),
            "what": f"Tenant beaten {canary}",
            "place": f"Chandler Street {canary}",
            "kind": term("ocg.harm-kind", "violence-injury"),
            "source": f"Crime report {canary}",
            **values,
        }
    )


def add_harm(people, record, canary, agencies=None):
    """{"harm": one that counts, "harm taken out"} of a group, by the owner."""
    to = agencies and [people.agencies[key].pk for key in agencies]
    actor = people.reader("owner")
    with visibility.reading(actor):
        kept, gone = (
            services.add(actor=actor, record=record, event=harm(canary), agencies=to) for _ in range(2)
        )
        services.take_out(actor=actor, event=gone, version=gone.version, reason=f"Twice {canary}")
    return {"harm": kept, "harm taken out": gone}
