"""What people are told about referrals: the team that one came, the referrer that it was decided. A mail
never says who it is about.
"""

from django.urls import reverse

from pam.notifications.events import About, register_event, register_kind
from pvp.referrals import selectors
from pvp.referrals.services import ANSWERED, SENT, URGENT


def _to_triage(delivery, reader):
    row = selectors.triages(reader).filter(referral__uuid=delivery.about, decided_at=None).first()
    if row is None:
        return None
    return About(reverse("pvp:referral", args=[row.uuid]), row.referral.code, threads=(row.referral.uuid,))


def _answered(delivery, reader):
    row = selectors.sent_by(reader).filter(uuid=delivery.about).first()
    if row is None or row.waiting:
        return None
    return About(reverse("pvp:my_referral", args=[row.uuid]), row.code, threads=(row.uuid,))


register_kind("referrals", "Referrals", "Referrals to your team, and the outcome of yours.")
register_event(
    SENT,
    "referrals",
    "A referral is waiting",
    "A referral to your team is waiting.",
    one="1 referral is waiting",
    many="{} referrals are waiting",
    still_true=_to_triage,
)
register_event(
    URGENT,
    "referrals",
    "An urgent referral is waiting",
    "A referral to your team says that a person is in danger now.",
    one="1 urgent referral is waiting",
    many="{} urgent referrals are waiting",
    urgent=True,
    still_true=_to_triage,
)
register_event(
    ANSWERED,
    "referrals",
    "Your referral was decided",
    "A referral that you sent was decided.",
    one="1 referral of yours was decided",
    many="{} referrals of yours were decided",
    still_true=_answered,
)
