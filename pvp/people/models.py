"""What a person in a case wants, whether they were told, and the ground for keeping and sharing it."""

from django.core.exceptions import ValidationError
from django.db import models

from pam.access.models import LawfulBasis
from pam.records.models import Part, Subject


class PersonVoice(Part):
    """The views and wishes of one person of a case, whether they know of it, and the ground: their consent,
    or else a lawful basis and why.

    For no agency that the person is not for (the database refuses it). One a person; its history says how it
    was before.
    """

    class Told(models.TextChoices):
        YES = "yes", "Yes"
        NOT_YET = "not_yet", "Not yet"
        NO = "no", "No, and they should not be"

    class Consent(models.TextChoices):
        GIVEN = "given", "Given"
        REFUSED = "refused", "Refused"
        NOT_ASKED = "not_asked", "Not asked"

    part_kind = Subject.part_kind

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="+", editable=False)
    wishes = models.TextField("views and wishes", blank=True, max_length=5000)
    asked_on = models.DateField("asked on", null=True, blank=True)
    told = models.CharField("do they know of the case", max_length=7, choices=Told, default=Told.NOT_YET)
    told_on = models.DateField("told on", null=True, blank=True)
    not_told_because = models.CharField("why not", max_length=300, blank=True)
    consent = models.CharField(max_length=9, choices=Consent, default=Consent.NOT_ASKED)
    basis = models.ForeignKey(
        LawfulBasis, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lawful basis"
    )
    why = models.CharField("why it is necessary and proportionate", max_length=300, blank=True)

    class Meta(Part.Meta):
        verbose_name = "voice of a person"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["subject"], name="one_voice_of_a_person"),
            models.CheckConstraint(
                condition=~models.Q(told="no") | ~models.Q(not_told_because=""),
                name="voice_not_told_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(consent="given") | models.Q(basis__isnull=False),
                name="voice_consent_or_a_basis",
            ),
        ]

    def __str__(self):
        return str(self.get_told_display())

    def clean(self):
        """Raises ValidationError for a person who must not be told without a reason, and for no ground."""
        wrong = {}
        if self.told == self.Told.NO and not self.not_told_because.strip():
            wrong["not_told_because"] = "Say why they should not be told."
        if self.consent != self.Consent.GIVEN and not self.basis_id:
            wrong["basis"] = "Without consent, select the lawful basis."
        if wrong:
            found = {name: ValidationError(text, code="missing") for name, text in wrong.items()}
            raise ValidationError(found)
