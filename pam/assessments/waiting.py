"""What waits for a person here: grades of a second assessor (see pam_waiting_in_assessments)."""

from django.urls import reverse

from pam.assessments.models import Assessment
from pam.records.waiting import Kind, name_in_list, record_number, register_waiting, seen_by_reader


def _say(row: Assessment, names):
    title = name_in_list(names, row.record_id)
    grade = row.band_named(row.grade) or {}
    said = f"{row.framework_version.name}{', ' if grade else ''}{grade.get('label', '')}"
    return title and {
        "title": f"{title}: {said}",
        "origin": f"{row.author.user.name}, {row.author_agency.name}",
        "url": reverse("assessments:second", args=[row.uuid]),
        "page": reverse("assessments:detail", args=[row.uuid]),
    }


register_waiting(
    "second",
    Kind(
        "Give a second grade",
        "Give it",
        seen_by_reader(Assessment, "framework_version", "author__user", "author_agency"),
        _say,
        record_number,
    ),
)
