"""What waits for a person in meetings: minutes to approve, invitations, minutes to read (see
pam_waiting_in_meetings).
"""

from django.urls import reverse

from meetings.models import Meeting, MinutesCopy, Research, UpdateRequest
from pam.records.models import Record
from pam.records.waiting import (
    Kind,
    itself,
    name_in_list,
    of_record,
    record_number,
    register_waiting,
    seen_by_reader,
)


def _copy(row: MinutesCopy, names):
    title = name_in_list(names, row.record_id)
    return title and {
        "title": title,
        "origin": row.author_agency.name,
        "url": reverse("meetings:minutes", args=[names[row.record_id].uuid]),
    }


def _update(row: UpdateRequest, names):
    title = name_in_list(names, row.record_id)
    return title and {
        "title": title,
        "origin": row.author_agency.name,
        "url": reverse("meetings:update", args=[row.uuid]),
    }


def _research(row: Research, names):
    title = name_in_list(names, row.record_id)
    return title and {
        "title": f"{row.entry.code}: {title}",
        "origin": row.author_agency.name,
        "url": reverse("meetings:research", args=[row.entry.uuid]),
    }


register_waiting(
    "research",
    Kind(
        "A meeting asks what your agency knows of a case",
        "Answer",
        seen_by_reader(Research, "author_agency", "entry"),
        _research,
        record_number,
    ),
)
register_waiting(
    "update",
    Kind(
        "A meeting asks for your update",
        "Write it",
        seen_by_reader(UpdateRequest, "author_agency"),
        _update,
        record_number,
    ),
)
register_waiting(
    "approve",
    Kind(
        "Approve these minutes",
        "Approve",
        seen_by_reader(Meeting, "agency"),
        of_record("meetings:approve"),
        itself,
    ),
)
register_waiting(
    "tidy",
    Kind(
        "Tidy these minutes and send them to the chair",
        "Tidy",
        seen_by_reader(Meeting, "agency"),
        of_record("meetings:minutes"),
        itself,
    ),
)
register_waiting(
    "invited",
    Kind(
        "You are invited to a meeting",
        "See the meeting",
        seen_by_reader(Record, "agency"),
        of_record(""),
        itself,
    ),
)
register_waiting(
    "minutes",
    Kind("Minutes are ready", "Read", seen_by_reader(MinutesCopy, "author_agency"), _copy, record_number),
)
