"""Releases that wait for the lead of the group (see pam_waiting_in_ocg)."""

from django.urls import reverse

from ocg.models import MemberStatus
from pam.records.waiting import Kind, name_in_list, record_number, register_waiting, seen_by_reader


def _release(row: MemberStatus, names):
    title = name_in_list(names, row.record_id)
    return title and {
        "title": row.member.subject.name,
        "origin": title,
        "url": reverse("ocg:member_status", args=[row.member.uuid]),
        "page": reverse("ocg:member", args=[row.member.uuid]),
    }


register_waiting(
    "release",
    Kind(
        "A member’s earliest release is near",
        "Change the status",
        seen_by_reader(MemberStatus, "member__subject"),
        _release,
        record_number,
    ),
)
