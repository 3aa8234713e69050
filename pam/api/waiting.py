"""Terms for systems that wait to be accepted (see pam_waiting_in_api)."""

from django.urls import reverse

from pam.access.models import Membership
from pam.records.waiting import Kind, own_policies, register_waiting


def _say(row: Membership, names):
    return {"title": row.user.name, "origin": "", "url": reverse("api:system_terms", args=[row.uuid])}


register_waiting(
    "system_terms",
    Kind("Accept the terms for a system", "Read them", own_policies(Membership, "user"), _say),
)
