"""The verbs of best practice, for the table of verbs."""

from pam.practice.models import Offer, Preparation
from pam.practice.services import copying, preparing
from tests.attack.verb import CODE, NUMBER, TEXT, Verb
from tests.practice.made import offered
from tests.world.practice import add_offer, add_preparation


def _ready(w):
    w.begun = add_preparation(w.people, "visits to the shops")["preparation"]


def _found(w):
    w.begun = add_preparation(w.people, "ring 07700 900123")["preparation"]


def _waiting(w):
    w.begun = add_preparation(w.people, "visits to the shops", state="asked")["preparation"]


def _offered(w):
    w.offered = offered(w.people)


def _theirs(w):
    w.theirs = add_offer(w.people, "other", "visits to the shops")["offer"]


def _closed(w):
    w.ocg.closed_at = w.ocg.created
    w.ocg.save()


def _learning(w):
    w.begun = add_preparation(w.people, "visits to the shops", record=w.ocg)["preparation"]


def _now(w):
    row = Preparation.objects.get(pk=w.begun.pk)
    return {"preparation": row, "version": row.version}


PRACTICE_VERBS = [
    Verb(preparing.offer_learning, lambda w: {
        "record": w.ocg, "name": "Visits", "worked": "Going in pairs", "not_worked": "Going alone"}, {
        "name": TEXT, "worked": TEXT, "not_worked": TEXT}, before=_closed),
    Verb(preparing.change_learning, lambda w: {
        **_now(w), "name": "Visits", "worked": "Going in pairs"}, {
        "name": TEXT, "worked": TEXT}, before=_learning),
    Verb(preparing.decide, lambda w: {
        **_now(w), "kind": "telephone", "text": "07700 900123", "choice": "change", "words": "the line"}, {
        "kind": CODE, "text": CODE, "choice": CODE, "words": TEXT},
        beside={"kind": "choice", "text": "choice"}, before=_found),
    Verb(preparing.describe, lambda w: {
        **_now(w), "audience": "all", "note": "New", "tags": ["strand:pursue"]}, {
        "audience": CODE, "note": TEXT, "tags": (CODE,)}, before=_ready),
    Verb(preparing.ask, lambda w: {**_now(w), "words": "It helps"}, {"words": TEXT}, before=_ready),
    Verb(preparing.permit, lambda w: {**_now(w), "words": "Good"}, {"words": TEXT}, before=_waiting),
    Verb(preparing.decline, lambda w: {**_now(w), "words": "Not yet"}, {"words": TEXT}, before=_waiting),
    Verb(preparing.revoke, lambda w: {
        "offer": (row := Offer.objects.get(pk=w.offered.pk)), "version": row.version, "words": "Old"}, {
        "words": TEXT}, before=_offered),
    Verb(copying.copy_offer, lambda w: {"offer": w.theirs, "name": "Ours", "code": "ours"}, {
        "name": TEXT, "code": TEXT}, before=_theirs),
    Verb(copying.take_over, lambda w: {
        "copy": w.parts["offer copied"]["copy"], "number": 2, "how": "draft"}, {
        "how": CODE, "number": NUMBER}, beside={"number": "how"}),
]  # fmt: skip
