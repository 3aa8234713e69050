"""Escalations to answer and decisions not to share to look at again (see pam_waiting_in_disagreements)."""

from django.urls import reverse

from pam.disagreements.models import Escalation, NotShared
from pam.records.waiting import Kind, name_in_list, record_number, register_waiting, seen_by_reader


def _escalation(row: Escalation, names):
    title = name_in_list(names, row.record_id)
    address = reverse("disagreements:escalation", args=[row.uuid])
    return title and {"title": row.title, "origin": title, "url": address, "page": address}


def _decision(row: NotShared, names):
    title = name_in_list(names, row.record_id)
    return title and {
        "title": str(row),
        "origin": title,
        "url": reverse("disagreements:review", args=[row.uuid]),
        "page": reverse("disagreements:decision", args=[row.uuid]),
    }


register_waiting(
    "escalation",
    Kind("An escalation is open", "Open", seen_by_reader(Escalation), _escalation, record_number),
)
register_waiting(
    "not_shared",
    Kind(
        "A decision not to share falls due for review",
        "Review",
        seen_by_reader(NotShared),
        _decision,
        record_number,
    ),
)
