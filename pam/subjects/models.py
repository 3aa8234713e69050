"""What a record knows of a person, place or object besides its name, as rows of their own."""

import re

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models

from pam.db.declarations import Gated
from pam.records.fields import PartialDateField
from pam.records.findable import Findable
from pam.records.identifiers import emails, lexemes, serial, telephones
from pam.records.models import ListedPart, MarkedPart, Part, Subject
from pam.reference.keys import ReferenceKey
from pam.reference.models import ReferenceValue
from pam.subjects.declared_lists import IDENTIFIERS, RELATIONS, WARNINGS
from pam.ui.dates import today
from pam.ui.partial_dates import PartialDateFormField

SHORTEST_NUMBER = 3  # digits of a telephone number: a short code


class PartialDay(PartialDateField):
    """A day as far as it is known, which may be to come; never an age."""

    def formfield(self, **kwargs):
        """The boxes for day, month and year."""
        return super().formfield(**{"form_class": PartialDateFormField, "birth": False} | kwargs)


class Particular(Findable, MarkedPart, ListedPart):
    """One thing that a record knows of a subject: another name, an address, a number; from when until when,
    and who says so.

    For the agencies that its subject is for, or some of them: the database refuses others. What was entered
    by mistake is taken out (`removed_at`) and stays in the history.
    """

    part_kind = Subject.part_kind
    gate = Gated("anchor", marked="own_marking")
    found_by = ("type", "value")

    class Type(models.TextChoices):
        ALIAS = "alias", "Also known as"
        FORMER_NAME = "former_name", "Former name"
        ADDRESS = "address", "Address"
        TELEPHONE = "telephone", "Telephone number"
        EMAIL = "email", "E-mail address"
        HANDLE = "handle", "Name on social media"
        IDENTIFIER = "identifier", "Reference number"

    NAMES = (Type.ALIAS, Type.FORMER_NAME)

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="particulars", editable=False)
    type = models.CharField("what it is", max_length=12, choices=Type)
    number_kind = models.ForeignKey(
        ReferenceValue,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="kind of reference number",
        limit_choices_to={"listing": IDENTIFIERS},
    )
    value = models.CharField("name, address or number", max_length=300)
    since = PartialDay("from")
    until = PartialDay("until")
    source = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(ListedPart.Meta):
        ordering = ["pk"]
        indexes = [
            GinIndex(fields=["readers", "search"], name="particular_readers_search", fastupdate=False),
            models.Index(fields=["subject", "type", "id"], name="particular_of_subject"),
            models.Index(fields=["-updated", "-id"], name="particular_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(type="identifier") | models.Q(number_kind=None),
                name="number_kind_of_numbers_alone",
            )
        ]

    def __str__(self):
        return self.value

    @property
    def label(self):
        """What it is: "Address", "NHS number"."""
        return str(self.number_kind) if self.number_kind_id else str(self.get_type_display())

    @property
    def is_past(self):
        """Whether it ended before today, as far as it is known."""
        return bool(self.until) and self.until.latest < today()

    @property
    def period(self):
        """From when until when, in words; "" if neither is known."""
        if self.since and self.until:
            return f"{self.since} to {self.until}"
        return f"Since {self.since}" if self.since else f"Until {self.until}" if self.until else ""

    @classmethod
    def lexemes_of(cls, values):
        """The identifiers in what was typed; a number that has no form of its own in one piece."""
        found, value = lexemes(values["value"]), values["value"]
        if values["type"] in (cls.Type.IDENTIFIER, cls.Type.TELEPHONE) and (packed := serial(value, 3, 60)):
            found = list(dict.fromkeys([*found, packed]))
        return found

    def clean(self):
        """Raises ValidationError for a number or an address that can't be one, a reference number without its
        kind, and an end before the beginning.
        """
        wrong = _wrong_value(self.type, self.value)
        if wrong:
            raise ValidationError({"value": ValidationError(wrong, code="invalid")})
        if (self.type == self.Type.IDENTIFIER) != bool(self.number_kind_id):
            words = (
                "Select the kind of reference number."
                if not self.number_kind_id
                else ("Only a reference number has a kind of reference number.")
            )
            raise ValidationError({"number_kind": ValidationError(words, code="missing")})
        if self.since and self.until and self.until.latest < self.since.earliest:
            words = "Until must be the same as or after from."
            raise ValidationError({"until": ValidationError(words, code="before_start")})


class WarningMarker(Part):
    """What a person should know before they meet a person or go to a place: violence, weapons, a dog. It is
    looked at again by `review_on`, and stays until it is taken off (`ended_at`).

    For the agencies that its subject is for, or some of them: the database refuses others.
    """

    part_kind = Subject.part_kind

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="warnings", editable=False)
    kind = models.ForeignKey(
        ReferenceValue,
        models.PROTECT,
        related_name="+",
        verbose_name="warning",
        limit_choices_to={"listing": WARNINGS},
    )
    details = models.CharField("what to know", max_length=300, blank=True)
    source = models.CharField(max_length=200)
    since = PartialDay("known since")
    review_on = models.DateField("review date")
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(Part.Meta):
        verbose_name = "warning"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["subject"], name="warning_of_subject", condition=models.Q(ended_at=None)),
            models.Index(
                fields=["record", "review_on"], name="warning_to_review", condition=models.Q(ended_at=None)
            ),
        ]

    def __str__(self):
        return str(self.kind)

    @property
    def is_due(self):
        """Whether it has to be looked at again, by today."""
        return self.review_on <= today()


class SafeContact(Part):
    """How a person can be reached without putting them in danger: on which number, when, who may answer,
    whether a message can be left; and what helps to be understood. It stays until it is taken off.

    For exactly the agencies that the person is for (the database refuses others): who knows of the person
    knows how it is safe to reach them.
    """

    class Messages(models.TextChoices):
        NEVER = "never", "Never leave a message"
        AGREED = "agreed", "Leave the agreed words only"
        SAFE = "safe", "A message is safe"

    part_kind = Subject.part_kind

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="+", editable=False)
    way = models.CharField("safe number or way", max_length=120, blank=True)
    times = models.CharField("safe times", max_length=200, blank=True)
    answered_by = models.CharField("who may answer", max_length=200, blank=True)
    messages = models.CharField(max_length=6, choices=Messages, default=Messages.NEVER)
    agreed_words = models.CharField("agreed words", max_length=200, blank=True)
    never = models.CharField("what to never do", max_length=300, blank=True)
    language = models.CharField(max_length=80, blank=True)
    interpreter = models.CharField(max_length=200, blank=True)
    needs = models.CharField("communication and access needs", max_length=300, blank=True)
    source = models.CharField(max_length=200)
    checked_on = models.DateField("last checked with them", default=today)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(Part.Meta):
        verbose_name = "safe contact"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=models.Q(ended_at=None), name="one_safe_contact"
            ),
            models.CheckConstraint(
                condition=~models.Q(messages="agreed") | ~models.Q(agreed_words=""),
                name="safe_contact_agreed_words",
            ),
        ]

    def __str__(self):
        return str(self.get_messages_display())

    @property
    def rules(self):
        """[(label, words)] of what to keep to, the most important first; without the number."""
        message = self.get_messages_display()
        if self.messages == self.Messages.AGREED:
            message = f"{message}: {self.agreed_words}"
        found = [
            ("Messages", message),
            ("Times", self.times or ("" if self.way else "No safe way known: do not call or write")),
            ("Who may answer", self.answered_by),
            ("Never", self.never),
            ("Language", self.language),
            ("Interpreter", self.interpreter),
            ("Needs", self.needs),
        ]
        return [(label, words) for label, words in found if words]

    @property
    def rule_words(self):
        """The rules in one line, without the number: for those who may not know of the person."""
        return "; ".join(
            words if label == "Messages" else f"{label.lower()}: {words}" for label, words in self.rules
        )

    def clean(self):
        """Raises ValidationError for agreed words that are not said."""
        if self.messages == self.Messages.AGREED and not self.agreed_words.strip():
            words = "Enter the words that were agreed."
            raise ValidationError({"agreed_words": ValidationError(words, code="missing")})


class Relation(Part):
    """What one person of a record is to another: `subject` is `kind` (for example "parent of") `other`.

    For no agency that one of both is not for (the database refuses it). What is over, or was entered by
    mistake, is ended and stays in the history.
    """

    class Together(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        UNKNOWN = "unknown", "Not known"

    part_kind = Subject.part_kind

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="relations", verbose_name="person")
    kind = ReferenceKey(RELATIONS, verbose_name="what they are")
    other = models.ForeignKey(
        Subject, models.CASCADE, related_name="relations_back", verbose_name="to which person"
    )
    together = models.CharField(
        "do they live together", max_length=7, choices=Together, default=Together.UNKNOWN
    )
    note = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(Part.Meta):
        verbose_name = "relation"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["record"], name="relation_of_record", condition=models.Q(ended_at=None))
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(subject=models.F("other")), name="no_relation_to_oneself"
            )
        ]

    def __str__(self):
        return str(self.kind)


def _wrong_value(of_type, value):
    """The sentence about a `value` that can't be of its type; "" if it can."""
    if of_type == Particular.Type.TELEPHONE:
        if not telephones(value) and len(re.sub(r"\D", "", value)) < SHORTEST_NUMBER:
            return "Enter a telephone number, like 07700 900 982 or +44 7700 900 982."
    elif of_type == Particular.Type.EMAIL and not emails(value):
        return "Enter an e-mail address, like name@example.com."
    return ""
