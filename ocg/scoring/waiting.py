"""What of scoring waits for a person (see pam_waiting_in_scoring)."""

from django.urls import reverse

from ocg.models import Ocg, SecondScore
from pam.records.waiting import Kind, name_in_list, record_number, register_waiting, seen_by_reader


def _second(page):
    def say(row: SecondScore, names):
        title = name_in_list(names, row.record_id)
        return title and {
            "title": f"{title}: {row.framework_version.name}",
            "origin": row.get_why_display(),
            "url": reverse(page, args=[row.uuid]),
            "page": reverse("ocg:second", args=[row.uuid]),
        }

    return say


def _due(row: Ocg, names):
    title = name_in_list(names, row.pk)
    return title and {
        "title": title,
        "origin": "Last score, tier and what happened since",
        "url": reverse("ocg:score_by", args=[row.uuid]),
        "page": reverse("ocg:scores", args=[row.uuid]),
    }


def _own_number(row: Ocg):
    return row.pk


for code, ask, button, page in (
    ("second_score", "Score this group blind", "Score it", "ocg:second_take"),
    ("second_begun", "You score this group blind", "Go on", "ocg:second"),
    ("score_apart", "Two scores are far apart", "Decide", "ocg:moderate"),
):
    rows = seen_by_reader(SecondScore, "framework_version")
    register_waiting(code, Kind(ask, button, rows, _second(page), record_number))
register_waiting(
    "score_due", Kind("Score this group again", "Score it", seen_by_reader(Ocg), _due, _own_number)
)
