"""Referrals that wait for the team (see pam_waiting_in_pvp)."""

from django.urls import reverse

from pam.records.waiting import Kind, own_policies, register_waiting
from pvp.referrals.models import Triage


def _referral(row: Triage, names):
    address = reverse("pvp:referral", args=[row.uuid])
    rating = row.get_rating_display() or "Not rated"
    origin = f"{row.referral.sender_agency.name}, {rating.lower()}"
    return {"title": row.referral.name, "origin": origin, "url": address, "page": address}


register_waiting(
    "referral",
    Kind(
        "A referral is waiting",
        "Decide",
        own_policies(Triage, "referral__sender_agency"),
        _referral,
    ),
)
