"""The verbs of escalations and decisions not to share, for the table of verbs."""

from datetime import timedelta

from pam.disagreements import services
from pam.disagreements.models import Escalation, NotShared
from tests.attack.verb import TEXT, TODAY, Verb
from tests.world.disagreements import escalation, refusal


def _escalation(w):
    return Escalation.objects.select_related("stage").get(pk=w.parts["shared"]["escalation"].pk)


def _decision(w):
    return NotShared.objects.get(pk=w.parts["police"]["not shared"].pk)


DISAGREEMENT_VERBS = [
    Verb(services.escalate, lambda w: {
        "record": w.ocg, "with_agency": w.people.agencies["probation"], "escalation": escalation()}, {
        "escalation.title": TEXT, "escalation.why": TEXT}),
    Verb(services.answer_escalation, lambda w: {"escalation": _escalation(w), "text": "They agree"}, {
        "text": TEXT}),
    Verb(services.take_further, lambda w: {
        "escalation": (row := _escalation(w)), "version": row.version, "text": "No answer"}, {"text": TEXT}),
    Verb(services.settle_escalation, lambda w: {
        "escalation": (row := _escalation(w)), "version": row.version, "outcome": "Assessed"}, {
        "outcome": TEXT}),
    Verb(services.refuse_to_share, lambda w: {"record": w.ocg, "decision": refusal()}, {
        f"decision.{name}": TEXT for name in ("asked_by", "what", "reason", "decided_by", "told")}),
    Verb(services.review_refusal, lambda w: {
        "decision": (row := _decision(w)), "version": row.version, "words": "As before",
        "review_on": TODAY() + timedelta(days=30), "told": "Lena"}, {"words": TEXT, "told": TEXT}),
    Verb(services.share_after_all, lambda w: {
        "decision": (row := _decision(w)), "version": row.version, "words": "She asked", "told": "Lena"}, {
        "words": TEXT, "told": TEXT}),
]  # fmt: skip
