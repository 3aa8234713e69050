"""What waits for a person here: merges to decide (see pam_waiting_in_merging)."""

from django.urls import reverse

from pam.merging.models import Merge
from pam.records.waiting import Kind, name_in_list, record_number, register_waiting, seen_by_reader


def _say(row: Merge, names):
    title = name_in_list(names, row.record_id)
    return title and {
        "title": title,
        "origin": f"{row.author.user.name}, {row.author_agency.name}",
        "url": reverse("merging:decide", args=[row.uuid]),
    }


register_waiting(
    "merge",
    Kind(
        "Decide whether two records are merged",
        "Decide",
        seen_by_reader(Merge, "author__user", "author_agency"),
        _say,
        record_number,
    ),
)
