"""Transfers that wait for an answer, at both ends (see pam_waiting_in_transfers)."""

from django.urls import reverse

from pam.records.waiting import Kind, own_policies, register_waiting
from pam.transfers.models import Transfer

RELATED = ("record_agency", "to_team__agency")


def _to_answer(row: Transfer, names):
    address = reverse("transfers:transfer", args=[row.uuid])
    return {"title": row.reference, "origin": row.record_agency.name, "url": address, "page": address}


def _sent(row: Transfer, names):
    address = reverse("transfers:transfer", args=[row.uuid])
    return {"title": row.reference, "origin": f"To {row.to_team}", "url": address, "page": address}


def _record(row: Transfer) -> int:
    return row.record_id


register_waiting(
    "transfer",
    Kind("A transfer waits for your answer", "Answer", own_policies(Transfer, *RELATED), _to_answer, _record),
)
register_waiting(
    "transfer_sent",
    Kind(
        "A transfer that you proposed is not answered",
        "Open",
        own_policies(Transfer, *RELATED),
        _sent,
        _record,
    ),
)
