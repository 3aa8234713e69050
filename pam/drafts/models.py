"""What a person has typed into a form and not sent yet."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from pam.access.models import Membership, User
from pam.db.declarations import Special


class Draft(models.Model):
    """One form that a person who acts for one agency has begun.

    `action` is the address that the form is sent to, `form` the SHA-256 of the names of its boxes for text,
    `names`: so two forms of one page are two drafts. `number` is the SHA-256 of the one-time number of the
    page that it is typed into: the same form in two tabs is two drafts, both offered. `values` are
    {name: [texts]} as a browser would send them, the version that the form was opened at among them; never
    files, passwords or tokens. `records` are the numbers of the records that the page showed: the draft goes
    with each of them. `saves` counts those of the minute that began at `minute`.
    """

    gate = Special(
        "Seen, written and forgotten by the person who typed it alone, acting for the same agency.",
        writes=("INSERT", "UPDATE", "DELETE"),
    )

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    action = models.TextField()
    form = models.CharField(max_length=64)
    number = models.CharField(max_length=64, default="")
    names = ArrayField(models.TextField())
    values = models.JSONField()
    records = ArrayField(models.BigIntegerField(), default=list)
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    minute = models.DateTimeField(default=timezone.now)
    saves = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "membership", "action", "form", "number"], name="one_draft_of_a_form_in_a_tab"
            ),
        ]
        indexes = [models.Index(fields=["saved_at"], name="draft_by_age")]

    def __str__(self):
        return self.action
