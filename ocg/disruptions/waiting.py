"""What waits for a person here: disruptions to assess, and their own that were returned."""

from django.urls import reverse

from ocg.models import Disruption
from pam.records.waiting import Kind, name_in_list, record_number, register_waiting, seen_by_reader


def _saying(page):
    def say(row: Disruption, names):
        title = name_in_list(names, row.record_id)
        return title and {
            "title": title,
            "origin": f"{row.author.user.name}, {row.author_agency.name}",
            "url": reverse(page, args=[row.uuid]),
            "page": reverse("ocg:disruption", args=[row.uuid]),
        }

    return say


for code, ask, button, page in (
    ("disruption", "Assess this disruption", "Assess", "ocg:disruption_assess"),
    ("disruption_returned", "Your disruption was returned", "Amend", "ocg:disruption_amend"),
):
    rows = seen_by_reader(Disruption, "author__user", "author_agency")
    register_waiting(code, Kind(ask, button, rows, _saying(page), record_number))
