"""What waits for a person here: groups that they are asked to lead."""

from django.urls import reverse

from ocg.models import LeadOffer
from pam.records.waiting import Kind, name_in_list, record_number, register_waiting, seen_by_reader


def _say(row: LeadOffer, names):
    title = name_in_list(names, row.record_id)
    address = reverse("ocg:lead_answer", args=[row.uuid])
    return title and {
        "title": title,
        "origin": f"{row.author.user.name}, {row.author_agency.name}",
        "url": address,
        "page": address,
    }


rows = seen_by_reader(LeadOffer, "author__user", "author_agency")
register_waiting("lead_offer", Kind("You are asked to lead", "Answer", rows, _say, record_number))
