"""Which forms were sent: so that the second press of a button does nothing."""

from django.db import models
from django.utils import timezone

from pam.access.models import User
from pam.db.declarations import Special


class SentForm(models.Model):
    """A form that was sent and saved. It holds nothing that was typed.

    `digest` is the SHA-256 of the form's one-time number, its address and all that was sent: the same number
    with other words is another form (a person went back, and typed anew). `led_to` is the address that the
    first press led to. `number` is the SHA-256 of the one-time number alone.
    """

    gate = Special(
        "Seen, written and forgotten by the person who sent the form alone.",
        writes=("INSERT", "UPDATE (led_to)", "DELETE"),
    )

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    led_to = models.TextField(blank=True)
    number = models.CharField(max_length=64, blank=True, default="", db_default="")

    class Meta:
        db_table = "forms_sentform"
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="form_sent_once")]
        indexes = [models.Index(fields=["user", "at"], name="form_sent_by_user")]

    def __str__(self):
        return self.led_to
