"""What waits for a person here: plans that another person has signed."""

from django.urls import reverse

from ocg.models import PlanVersion
from pam.records.waiting import Kind, name_in_list, record_number, register_waiting, seen_by_reader


def _say(row: PlanVersion, names):
    title = name_in_list(names, row.record_id)
    return title and {
        "title": title,
        "origin": f"{row.author.user.name}, {row.author_agency.name}",
        "url": reverse("ocg:plan_sign", args=[row.record.uuid]),
        "page": reverse("ocg:plan", args=[row.record.uuid]),
    }


rows = seen_by_reader(PlanVersion, "author__user", "author_agency", "record")
register_waiting("plan_to_sign", Kind("Sign this plan", "Sign", rows, _say, record_number))
