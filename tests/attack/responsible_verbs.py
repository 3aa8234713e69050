"""The verbs of who is responsible for groups, for the table of verbs."""

from ocg.facts import services as facts
from ocg.models import GroupPlace, LeadOffer
from ocg.responsible import services
from pam.records.bulk import rows
from tests.attack.verb import TEXT, TODAY, Verb
from tests.world.world import term


def _offer(w):
    return LeadOffer.objects.get(pk=w.parts["police"]["lead offer"].pk)


def _not_asked(w):
    rows(LeadOffer).filter(pk=_offer(w).pk).update(state="withdrawn", answered_at=_offer(w).created)


def _place(w):
    return GroupPlace.objects.get(pk=w.parts["police"]["place"].pk)


RESPONSIBLE_VERBS = [
    Verb(services.offer, lambda w: {
        "record": w.ocg, "to": w.people.memberships["colleague"], "note": "Take over"}, {
        "note": TEXT}, before=_not_asked),
    Verb(services.accept, lambda w: {
        "lead_offer": _offer(w), "version": _offer(w).version, "answer": "Yes"}, {"answer": TEXT}),
    Verb(services.decline, lambda w: {
        "lead_offer": _offer(w), "version": _offer(w).version, "answer": "No time"}, {"answer": TEXT}),
    Verb(services.withdraw, lambda w: {
        "lead_offer": _offer(w), "version": _offer(w).version, "answer": "Wrong"}, {"answer": TEXT}),
    Verb(facts.keep_places, lambda w: {"ocg": w.ocg, "places": [facts.PlaceTyped(
        term("ocg.place-role", "supplies").pk, term("records.area", "prison").pk, "Wing")]}, {}),
    Verb(facts.add_place, lambda w: {"record": w.ocg, "place": facts.PlaceTyped(
        term("ocg.place-role", "supplies").pk, term("records.area", "prison").pk, "Landing")}, {}),
    Verb(facts.take_place_off, lambda w: {"place": (row := _place(w)), "version": row.version}, {}),
    Verb(services.record_training, lambda w: {
        "person": w.people.memberships["colleague"], "kind": term("ocg.lro-training", "refresher"),
        "on": TODAY()}, {}),
]  # fmt: skip
