"""Harm that a group does, event by event, on the day as far as it is known."""

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator
from django.db import models

from ocg.harm.lists import COMMUNITY, KINDS, SEVERITIES
from pam.db.declarations import PartKind
from pam.records.models import ListedPart
from pam.reference.keys import ReferenceKey
from pam.subjects.models import PartialDay
from pam.ui.partial_dates import PartialDate

MOST_HARMED = 100_000


class HarmEvent(ListedPart):
    """One event of harm of a group: when, where, what kind, to which community, how bad, who says so.

    `happened` is the day as far as it is known, and `on` its first day, by which lists go and months count
    (`in_a_month`). One that was entered by mistake is taken out with a reason (`taken_out`): it stays in
    sight and counts nowhere, and what is taken out stays so (pam_harm_stays).
    """

    class Children(models.TextChoices):
        UNKNOWN = "unknown", "Not known"
        YES = "yes", "Yes"
        NO = "no", "No"

    part_kind = PartKind("harm", "Harm ledger")

    happened = PartialDay("when", null=False, blank=False)
    on = models.DateField(editable=False)
    what = models.CharField("what happened", max_length=300)
    place = models.CharField("where", max_length=200, blank=True)
    kind = ReferenceKey(KINDS, verbose_name="kind of harm")
    severity = ReferenceKey(SEVERITIES, null=True, blank=True, verbose_name="how serious")
    harmed = models.PositiveIntegerField(
        "people harmed", null=True, blank=True, validators=[MaxValueValidator(MOST_HARMED)]
    )
    community = ReferenceKey(COMMUNITY, null=True, blank=True, verbose_name="community or group harmed")
    children = models.CharField("children involved", max_length=7, choices=Children, default=Children.UNKNOWN)
    source = models.CharField(max_length=200)
    taken_out = models.CharField("why it was taken out", max_length=300, blank=True, editable=False)

    class Meta(ListedPart.Meta):
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["record", "-on", "-id"], name="harm_of_record"),
            models.Index(fields=["-on", "-id"], name="harm_newest"),
            GinIndex(fields=["readers"], name="harm_readers", fastupdate=False),
        ]

    def __str__(self):
        return self.what

    @property
    def harmed_words(self):
        """ "2 people, serious", or "" where neither is known. Its values are attached."""
        people = f"{self.harmed} {'person' if self.harmed == 1 else 'people'}" if self.harmed else ""
        level = self.severity.label if self.severity_id else ""
        return f"{people}, {level[:1].lower()}{level[1:]}" if people and level else people or level

    @property
    def counts(self) -> bool:
        """Whether it is counted: it was not taken out."""
        return not self.taken_out

    @property
    def in_a_month(self) -> bool:
        """Whether it is known well enough to be counted in a month."""
        known: PartialDate = self.happened
        return (known.earliest.year, known.earliest.month) == (known.latest.year, known.latest.month)
