"""What helps a person where they are: lines of procedure and words of the glossary; what each has seen."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from pam.access.models import Agency, User
from pam.db.declarations import Open, Special

KEEPS = "pam_administers(agency_id) OR (agency_id = pam_agency() AND pam_has_role('{supervisor}'::text[]))"


class HelpText(models.Model):
    """A line of procedure (`line`) of one page or stage, or a word of the glossary (`term`).

    `place` says where a line is shown: "page:records:note" is the page with that name, "stage:LIST:CODE" a
    record with that value of a list. For a term it is the term in small letters. Without an agency it comes
    with pam; an agency's own line is shown in its place, and one without a text hides it.
    """

    gate = Open(
        "Procedure and words of the trade; no case text.",
        writes=("INSERT", "UPDATE (label, text, version)", "DELETE"),
        written_by=KEEPS,
    )

    class Kind(models.TextChoices):
        LINE = "line", "Line of procedure"
        TERM = "term", "Word of the glossary"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, editable=False, related_name="+")
    kind = models.CharField(max_length=4, choices=Kind, editable=False)
    place = models.CharField(max_length=80, editable=False)
    label = models.CharField("word or abbreviation", max_length=80)
    text = models.TextField("what it means", max_length=600, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["kind", "label__folded", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "place"], name="help_text_once_a_place", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(kind="line") | ~Q(text=""), name="a_term_means_something"),
        ]

    def __str__(self):
        return self.label


class HelpSeen(models.Model):
    """What a person has seen of the tours, and up to which day of what is new."""

    gate = Special("One's own.", writes=("INSERT", "UPDATE (news, tours)"))

    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    news = models.DateField(null=True, blank=True)
    tours = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    def __str__(self):
        return f"Seen by {self.user_id}"
