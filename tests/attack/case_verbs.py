"""The verbs of what hangs off a case file, for the table of verbs."""

from django.utils import timezone

from pam.records.models import Subject
from pvp.graded import services as graded_information
from pvp.marac import services as marac
from pvp.missing import services as missing
from pvp.models import HighRisk, Mappa, MaracReferral, MissingReview, SafetyAgreement
from pvp.risk import services as risk
from pvp.safety import services as safety
from tests.attack.transfer_verbs import TRANSFER_VERBS
from tests.attack.verb import CODE, TEXT, TODAY, Verb
from tests.world.cases import episode, graded, item, referral


def _high_risk(w):
    return HighRisk.objects.get(pk=w.parts["hidden"]["high risk"].pk)


def _referral(w):
    return MaracReferral.objects.get(pk=w.parts["hidden"]["referral"].pk)


def _suspect(w):
    return Subject.objects.get(pk=_referral(w).perpetrator_id)


def _part(w, kind):
    row = w.parts["hidden"][kind]
    return type(row).objects.get(pk=row.pk)


PLAN_VERBS = [
    Verb(safety.add_item, lambda w: {"record": w.pvp, "item": item()}, {
        "item.what": TEXT, "item.kind": CODE, "item.owner_team": TEXT, "item.owner_name": TEXT,
        "item.own_words": TEXT, "item.state": CODE}),
    Verb(safety.change_item, lambda w: {"item": (row := _part(w, "safety item")), "version": row.version}, {
        "item.what": TEXT, "item.kind": CODE, "item.owner_name": TEXT, "item.own_words": TEXT}),
    Verb(safety.end_item, lambda w: {
        "item": (row := _part(w, "safety item")), "version": row.version, "reason": "Moved"}, {
        "reason": TEXT}),
    Verb(safety.agree, lambda w: {
        "record": w.pvp, "agreement": SafetyAgreement(how="In person", spoke_with="Robin")}, {
        "agreement.how": TEXT, "agreement.spoke_with": TEXT, "agreement.views": TEXT}),
    Verb(graded_information.add, lambda w: {"record": w.pvp, "graded": graded()}, {
        "graded.text": TEXT, "graded.source": CODE, "graded.assessment": CODE, "graded.handling": CODE,
        "graded.conditions": TEXT, "graded.log_reference": TEXT}),
    Verb(graded_information.withdraw, lambda w: {
        "graded": (row := _part(w, "graded")), "version": row.version, "reason": "Wrong"}, {"reason": TEXT}),
    Verb(missing.add_episode, lambda w: {"record": w.pvp, "episode": episode(), "person": w.pvp.person}, {
        "episode.summary": TEXT, "episode.reference": TEXT, "episode.risk": CODE}),
    Verb(missing.add_review, lambda w: {
        "episode": _part(w, "missing now"), "review": MissingReview(risk="low", text="Seen")}, {
        "review.risk": CODE, "review.text": TEXT}),
    Verb(missing.returned, lambda w: {
        "episode": (row := _part(w, "missing now")), "version": row.version, "at": timezone.now(),
        "found_how": "At home"}, {"found_how": TEXT}),
    Verb(missing.record_interview, lambda w: {
        "episode": (row := _part(w, "missing")), "version": row.version, "interview": "done", "on": TODAY(),
        "by": "Nia Frost", "note": "Scared"}, {"interview": CODE, "by": TEXT, "note": TEXT}),
    Verb(missing.add_mappa, lambda w: {
        "record": w.pvp, "person": w.pvp.person, "mappa": Mappa(reference="V2", category="1", level="1")}, {
        "mappa.reference": TEXT, "mappa.category": CODE, "mappa.level": CODE}),
]  # fmt: skip
CASE_VERBS = [
    *PLAN_VERBS,
    *TRANSFER_VERBS,
    Verb(risk.see, lambda w: {
        "high_risk": (row := _high_risk(w)), "version": row.version, "note": "Agreed"}, {"note": TEXT}),
    Verb(marac.refer, lambda w: {
        "case": w.pvp, "referral": referral(), "victim": w.pvp.person, "perpetrator": _suspect(w),
        "codes": ["professional-judgement"]}, {
        "referral.judgement": TEXT, "referral.reason": TEXT, "referral.wants": TEXT,
        "referral.safe_to_tell": TEXT, "referral.consent": CODE, "referral.ground": TEXT, "to_list": CODE}),
    Verb(marac.record_told, lambda w: {
        "referral": (row := _referral(w)), "version": row.version, "told": "told", "how": "At the clinic",
        "on": TODAY(), "by": "Nia Frost"}, {"told": CODE, "how": TEXT, "by": TEXT}),
    Verb(marac.end_flag, lambda w: {
        "referral": (row := _referral(w)), "version": row.version, "reason": "He died"}, {"reason": TEXT}),
    Verb(marac.withdraw, lambda w: {
        "referral": (row := _referral(w)), "version": row.version, "reason": "Twice"}, {"reason": TEXT}),
]  # fmt: skip
