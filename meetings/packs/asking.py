"""Asking a worker to look whether a pack has to be made again."""

from django.db import transaction

from meetings.models import Meeting, Pack
from pam.records.making import nudge

SOON = 60  # seconds: what is changed one after the other is one new pack


def pack_has_changed(meeting: Meeting) -> None:
    """Asks for the pack of `meeting` to be compared with what there is now, where it has one that the person
    at work can see. What the message does not reach, the job that looks at all packs does.
    """
    number = meeting.pk
    if Pack.objects.filter(record_id=number).exists():
        transaction.on_commit(lambda: _ask(number), robust=True)


def _ask(number):
    from meetings.tasks import refresh_pack

    nudge(refresh_pack, [number])
