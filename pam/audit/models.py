"""Who looked, who changed, what was disclosed: one append-only row each (DPA 2018 s.62)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone

from pam.rules import Special


class LogEntry(models.Model):
    """One thing that somebody did. Names are copied in, and nothing points elsewhere by key.

    So the row outlives the person and the record that it speaks of. `records` are the numbers of the
    records that were opened, listed, found, changed or disclosed.
    """

    gate = Special("Own rows only; others' rows through pam_looks(), which asks for `manage`.", writes=("INSERT",))

    class Verb(models.TextChoices):
        """The operations of DPA 2018 s.62(1), and signing in."""

        COLLECTION = "collection", "Collection"
        ALTERATION = "alteration", "Alteration"
        CONSULTATION = "consultation", "Consultation"
        DISCLOSURE = "disclosure", "Disclosure"
        COMBINATION = "combination", "Combination"
        ERASURE = "erasure", "Erasure"
        SIGN_IN = "sign-in", "Signing in"

    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=12, choices=Verb)
    how = models.CharField(max_length=40, help_text="open, list, search, download, add note …")
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField(null=True)
    agency_name = models.CharField(max_length=120)
    address = models.GenericIPAddressField(null=True)
    records = ArrayField(models.BigIntegerField(), default=list)
    what = models.CharField(max_length=200, blank=True)
    recipient = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [
            GinIndex(fields=["records"], name="log_by_record"),
            models.Index(fields=["actor_id", "-id"], name="log_by_actor"),
        ]

    def __str__(self):
        return f"{self.actor_name} {self.verb} ({self.how})"

    def save(self, *args, **kwargs):
        """Raises TypeError for a row that is already kept: the log is append-only."""
        if not self._state.adding:
            raise TypeError("the log is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Raises TypeError: the log is append-only."""
        raise TypeError("the log is append-only")
