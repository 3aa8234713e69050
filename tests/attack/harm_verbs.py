"""The verbs of the harm ledger, for the table of verbs."""

from ocg.harm import services
from ocg.models import HarmEvent
from tests.attack.verb import CODE, TEXT, Verb
from tests.world.harm import harm


def _again(w):
    return HarmEvent.objects.get(pk=w.parts["shared"]["harm"].pk)


HARM_VERBS = [
    Verb(services.add, lambda w: {"record": w.ocg, "event": harm()}, {
        "event.what": TEXT, "event.place": TEXT, "event.source": TEXT, "event.children": CODE}),
    Verb(services.amend, lambda w: {"event": (row := _again(w)), "version": row.version}, {
        "event.what": TEXT, "event.place": TEXT, "event.source": TEXT, "event.children": CODE}),
    Verb(services.take_out, lambda w: {
        "event": (row := _again(w)), "version": row.version, "reason": "Twice"}, {"reason": TEXT}),
]  # fmt: skip
