"""High risks that wait for a supervisor (see pam_waiting_about_risk)."""

from django.urls import reverse

from pam.records.waiting import Kind, name_in_list, record_number, register_waiting, seen_by_reader
from pvp.models import HighRisk


def _say(row: HighRisk, names):
    title = name_in_list(names, row.record_id)
    return title and {
        "title": f"{title}: {row.grade}",
        "origin": f"{row.author.user.name}, {row.author_agency.name}",
        "url": reverse("pvp:risk_see", args=[row.uuid]),
        "page": reverse("pvp:risk", args=[row.record.uuid]),
    }


register_waiting(
    "risk_high",
    Kind(
        "Look at a high risk",
        "Look at it",
        seen_by_reader(HighRisk, "record", "author__user", "author_agency"),
        _say,
        record_number,
    ),
)
