"""Referrals in the small world: one that a partner sent, rated by the team, whose texts carry canaries."""

from django.utils import timezone

from pam.access import visibility
from pam.reference.models import ReferenceValue
from pvp.referrals import services
from pvp.referrals.models import Referral, ReferralDesk, Triage

# What probation referred to the owner's team, and what that team makes of it.
REFERRALS = {"canaryreferral": {"granted", "owner"}, "canarytriage": {"owner"}}


def strand(code="domestic"):
    """A shipped strand."""
    return ReferenceValue.objects.get(listing="pvp.strand", code=code)


def end(code="advice"):
    """A shipped reason for no further action."""
    return ReferenceValue.objects.get(listing="pvp.referral_end", code=code)


def referral(canary="", **values):
    """A referral as it is typed."""
    texts = {
        "name": "Rosa Lind",
        "address": "3 Quay Row",
        "concern": "A bruise at the wharf",
        "said": "I fell",
        "told_why": "He reads her telephone",
        "safe_number": "01632 960001",
        "safe_contact": "Mornings, no message",
        "contact": "01632 960002",
    }
    texts = {name: f"{text} {canary}".strip() for name, text in texts.items()}
    chosen = {"danger": "no", "strand": strand(), "born": "1990", "told": "not_told"}
    return Referral(**{**texts, **chosen, **values})


def open_desk(people, team="pvp", persona="administrator"):
    """The team takes referrals from now on."""
    actor = people.reader(persona)
    desk = ReferralDesk(team=people.teams[team], covers="Adults and children", telephone="101")
    with visibility.reading(actor):
        return services.open_desk(actor=actor, desk=desk)


def send(people, desk, persona="granted", canary="", **values):
    """A referral to `desk`, by `persona`; returns it."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return services.send_referral(actor=actor, desk=desk, referral=referral(canary, **values))


def triage_of(row):
    """The triage of a referral."""
    return Triage.objects.select_related("referral").get(referral=row)


def add_referral(people, canary="canaryreferral", secret="canarytriage"):
    """{"desk", "referral", "triage"}: by probation to the owner's team, which has rated it."""
    desk = open_desk(people)
    row = send(people, desk, canary=canary)
    actor = people.reader("owner")
    with visibility.reading(actor):
        triage = services.rate_referral(
            actor=actor, triage=triage_of(row), rating="amber", rationale=f"Two calls before {secret}"
        )
    return {"desk": desk, "referral": row, "triage": triage, "at": timezone.now()}
