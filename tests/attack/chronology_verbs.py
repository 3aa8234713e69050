"""The verbs of multi-agency chronologies, for the table of verbs."""

from pam.chronology import services
from pam.chronology.models import Event
from tests.attack.verb import CODE, TEXT, Verb
from tests.world.chronology import event


def _event(w):
    return Event.objects.get(pk=w.parts["shared"]["event"].pk)


TYPED = {
    "what": TEXT, "details": TEXT, "kind": CODE, "nature": CODE, "effect": CODE, "child_seen": CODE,
    "child_heard": CODE, "source_agency": TEXT, "source_system": TEXT, "source_worker": TEXT, "impact": TEXT,
    "action_taken": TEXT, "outcome": TEXT, "late_reason": TEXT}  # fmt: skip
CHRONOLOGY_VERBS = [
    Verb(services.add, lambda w: {"record": w.ocg, "event": event()}, {
        f"event.{name}": kind for name, kind in TYPED.items()}),
    Verb(services.strike, lambda w: {
        "event": (row := _event(w)), "version": row.version, "reason": "Twice", "instead": event()}, {
        "reason": TEXT, "instead.what": TEXT}),
]  # fmt: skip
