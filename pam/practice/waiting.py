"""Offers that wait for permission: the rows of pam_waiting_offers()."""

from django.urls import reverse

from pam.practice.models import Preparation
from pam.records.waiting import Kind, own_policies, register_waiting


def _asked(row: Preparation, names):
    return {
        "title": row.name,
        "origin": row.asked_by.user.name if row.asked_by else "",
        "url": reverse("practice:answer", args=[row.uuid]),
    }


register_waiting(
    "offer",
    Kind(
        "May this be offered to other agencies?",
        "Answer",
        own_policies(Preparation, "asked_by__user"),
        _asked,
    ),
)
