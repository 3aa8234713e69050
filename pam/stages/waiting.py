"""What waits for a person here: moves to approve (see pam_waiting_in_stages)."""

from django.urls import reverse

from pam.records.waiting import Kind, name_in_list, record_number, register_waiting, seen_by_reader
from pam.stages.models import Move


def _say(row: Move, names):
    title = name_in_list(names, row.record_id)
    return title and {
        "title": f"{title}: {row.label}",
        "origin": f"{row.author.user.name}, {row.author_agency.name}",
        "url": reverse("stages:decide", args=[row.uuid]),
    }


register_waiting(
    "move",
    Kind(
        "Approve or refuse this move",
        "Decide",
        seen_by_reader(Move, "author__user", "author_agency"),
        _say,
        record_number,
    ),
)
