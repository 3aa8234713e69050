"""The verbs of referrals and closing checklists, for the table of verbs."""

from datetime import timedelta

from django.utils import timezone

from pam.records.models import Record
from pvp.closure import selectors as closure_selectors
from pvp.closure import services as closure
from pvp.models import CaseFile, ReferralDesk, Triage
from pvp.referrals import services
from tests.attack.verb import TEXT, Verb
from tests.world.referrals import end, referral, strand


def _desk(w):
    return ReferralDesk.objects.get(pk=w.parts["referral"]["desk"].pk)


def _triage(w):
    return Triage.objects.get(pk=w.parts["referral"]["triage"].pk)


def _other_desk(w):
    w.second_desk = ReferralDesk.objects.create(
        agency=w.people.agencies["police"], team=w.people.teams["unit"], covers="Exploitation"
    )


def _second(w):
    return ReferralDesk.objects.get(team=w.people.teams["unit"])


def _case(w):
    other = CaseFile.objects.first()
    return CaseFile(
        title="Rosa Lind",
        summary="Seen",
        team=w.people.teams["pvp"],
        lead=w.people.memberships["owner"],
        strand=strand(),
        grade=other.grade,
        next_review=timezone.localdate() + timedelta(days=7),
        stage="active",
    )


def _closing(w):
    actor, record = w.people.reader("owner"), Record.objects.get(pk=w.pvp.pk)
    items = closure_selectors.asked_of(actor, record, None)
    return {
        "record": record,
        "version": 0,
        "answers": {item["code"]: "done" for item in items},
        "notes": {},
        "told": "yes",
        "told_words": "By telephone",
    }


REFERRAL = ("name", "address", "concern", "said", "told_why", "safe_number", "safe_contact", "contact")
PVP_VERBS = [
    Verb(services.send_referral, lambda w: {"desk": _desk(w), "referral": referral()}, {
        f"referral.{name}": TEXT for name in REFERRAL}, persona="granted"),
    Verb(services.rate_referral, lambda w: {
        "triage": _triage(w), "rating": "red", "rationale": "She rang again"}, {"rationale": TEXT}),
    Verb(services.accept_as_case, lambda w: {
        "triage": _triage(w), "case": _case(w), "name": "Rosa Lind", "words": "High"}, {
        "case.title": TEXT, "case.summary": TEXT, "name": TEXT, "words": TEXT}),
    Verb(services.join_case, lambda w: {
        "triage": _triage(w), "record": Record.objects.get(pk=w.pvp.pk), "words": "Known"}, {"words": TEXT}),
    Verb(services.redirect_to_desk, lambda w: {
        "triage": _triage(w), "desk": _second(w), "rationale": "Theirs"}, {"rationale": TEXT},
        before=_other_desk),
    Verb(services.redirect_elsewhere, lambda w: {
        "triage": _triage(w), "to": "Eastmoor council", "rationale": "Care needs"}, {
        "to": TEXT, "rationale": TEXT}),
    Verb(services.close_referral, lambda w: {
        "triage": _triage(w), "reason": end(), "words": "Advice given", "answer": "Ring the line"}, {
        "words": TEXT, "answer": TEXT}),
    Verb(services.open_desk, lambda w: {"desk": ReferralDesk(
        team=w.people.teams["unit"], covers="Exploitation", telephone="101")}, {
        "desk.covers": TEXT, "desk.telephone": TEXT}, persona="administrator"),
    Verb(closure.keep_closing, _closing, {"told_words": TEXT}),
]  # fmt: skip
