"""Clocks that wait for the lead of their record (see pam_waiting_in_clocks)."""

from django.urls import reverse

from pam.clocks.models import Clock
from pam.records.waiting import Kind, name_in_list, record_number, register_waiting, seen_by_reader


def _clock(row: Clock, names):
    title = name_in_list(names, row.record_id)
    return title and {
        "title": row.framework_version.name,
        "origin": title,
        "url": reverse("clocks:meet", args=[row.uuid]),
        "page": reverse("clocks:detail", args=[row.uuid]),
    }


register_waiting(
    "clock",
    Kind(
        "A clock is due",
        "Mark as met",
        seen_by_reader(Clock, "framework_version"),
        _clock,
        record_number,
    ),
)
