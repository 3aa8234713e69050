"""What waits for a person here: the next step of a request to the region, on either side."""

from django.urls import reverse

from ocg.models import RegionRequest
from pam.records.waiting import Kind, name_in_list, record_number, register_waiting, seen_by_reader


def _say(row: RegionRequest, names):
    title = name_in_list(names, row.record_id)
    return title and {
        "title": title,
        "origin": f"{row.author.user.name}, {row.author_agency.name}",
        "url": reverse("ocg:region_step", args=[row.uuid]),
        "page": reverse("ocg:region_request", args=[row.uuid]),
    }


rows = seen_by_reader(RegionRequest, "author__user", "author_agency")
for state, ask, button in (
    ("asked", "Triage this request for help", "Triage"),
    ("more", "The region needs more", "Say more"),
    ("accepted", "Write the terms of reference", "Write"),
    ("terms", "Agree the terms of reference", "Agree"),
    ("agreed", "Deliver what was agreed", "Deliver"),
    ("delivered", "Say how the threat is now", "Conclude"),
):
    register_waiting(f"region_{state}", Kind(ask, button, rows, _say, record_number))
