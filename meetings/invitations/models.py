"""What a person answered to an invitation."""

from django.db import models

from pam.db.declarations import Gated, PartKind
from pam.records.models import UntrackedPart


class Reply(UntrackedPart):
    """One answer to an invitation; the newest of an attendance counts, the earlier ones stay.

    A deputy is named in words: whether they can open the meeting is decided by inviting them.
    """

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "I will attend"
        DECLINED = "declined", "I cannot attend"
        DEPUTY = "deputy", "A deputy will attend"
        REPORT = "report", "I will send a report instead"

    part_kind = PartKind("reply", "Answers to invitations")
    gate = Gated("part", writes=("INSERT",), added_with="VIEW")

    attendance = models.ForeignKey(
        "meetings.Attendance", models.PROTECT, related_name="replies", editable=False
    )
    answer = models.CharField("your answer", max_length=8, choices=Answer)
    deputy = models.CharField("who will attend for you", max_length=200, blank=True)
    words = models.TextField("message to the chair", blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "replies"
