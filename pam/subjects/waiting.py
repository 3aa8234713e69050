"""Warnings that wait to be looked at again (see pam_waiting_in_subjects)."""

from django.urls import reverse

from pam.records.waiting import Kind, name_in_list, record_number, register_waiting, seen_by_reader
from pam.subjects.models import WarningMarker


def _warning(row: WarningMarker, names):
    title = name_in_list(names, row.record_id)
    return title and {
        "title": f"{row.kind}, {row.subject.name}",
        "origin": title,
        "url": reverse("subjects:warning_edit", args=[row.uuid]),
    }


register_waiting(
    "warning",
    Kind(
        "Review this warning",
        "Review",
        seen_by_reader(WarningMarker, "kind", "subject"),
        _warning,
        record_number,
    ),
)
