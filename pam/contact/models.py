"""What people without an account write from the front page, and what an administrator did about it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from pam.access.models import Agency, Membership
from pam.accounts.models import Invitation
from pam.db.declarations import Special


class ContactRequestQuerySet(models.QuerySet):
    """Questions about messages."""

    def open(self):
        """Those that nobody has answered."""
        return self.filter(outcome="")


class ContactRequest(models.Model):
    """A question, or a request for an account, that a person wrote on a page that needs no sign-in.

    `agency` answers it; `organisation` is where the person says that they work. `consent` is the sentence
    that they agreed to, empty if they want no updates. `repeats` counts the same message sent again. Only
    pam_keep_contact_request() writes one. `erased_at` says when all but name, address and consent went.
    """

    gate = Special(
        "Written by anyone through a function; seen and answered by the administrators of the agency that"
        " answers, and seen by its data protection officers.",
        writes=(
            "UPDATE (taken_by_id, taken_at, outcome, note, answered_by_id, answered_at, invitation_id,"
            " consent)",
        ),
    )

    class Kind(models.TextChoices):
        QUESTION = "question", "Question"
        ACCOUNT = "account", "Request for an account"

    class Outcome(models.TextChoices):
        TELEPHONE = "telephone", "Answered by telephone"
        MAIL = "mail", "Answered by email"
        INVITED = "invited", "Invited"
        REFUSED = "refused", "Refused"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    telephone = models.CharField(max_length=40, blank=True)
    organisation = models.CharField(max_length=120)
    post = models.CharField(max_length=120, blank=True)
    words = models.CharField(max_length=4000, blank=True)
    consent = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, editable=False)
    received_at = models.DateTimeField(default=timezone.now)
    repeats = models.PositiveIntegerField(default=0)
    taken_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    invitation = models.ForeignKey(Invitation, models.PROTECT, null=True, related_name="+")
    erased_at = models.DateTimeField(null=True)

    objects = ContactRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", answered_at=None, answered_by=None)
                | Q(outcome__gt="", answered_at__isnull=False),
                name="contact_answered_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="refused") | Q(note__gt="") | Q(erased_at__isnull=False),
                name="contact_refused_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-received_at", "-id"], name="contact_of_agency"),
            models.Index(fields=["received_at"], name="contact_received"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} from {self.name}"

    @property
    def state(self):
        """Its state, in a word or two."""
        if self.outcome:
            return self.get_outcome_display()
        return "Taken" if self.taken_by_id else "Open"
