"""Who viewed, who changed, what was disclosed: one append-only row each (DPA 2018 s.62); and their seals."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pam.db.declarations import Special


class AppendOnly(models.Model):
    """A row that is written once. The database refuses changes too (pam_append_only)."""

    written_once = True  # the role of background jobs may add rows, and no more

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Raises TypeError for a row that is already kept."""
        if not self._state.adding:
            raise TypeError(f"{self._meta.verbose_name} is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Raises TypeError: what was written stays."""
        raise TypeError(f"{self._meta.verbose_name} is append-only")


class LogEntry(AppendOnly):
    """One thing that a person did. Names are copied in, and nothing points elsewhere by key.

    So the row outlives the person and the record that it speaks of. `records` are the numbers of the
    records that were opened, listed, found, changed or disclosed; `recipient` says who received what was
    disclosed, and `recipient_agency_id` for which agency.
    """

    gate = Special(
        "Own rows only; others' rows through the room `oversight`, which asks for `manage`.",
        writes=("INSERT",),
    )

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
    # `operation` and `detail` keep the columns of an earlier release: it writes them while it is replaced.
    operation = models.CharField(
        max_length=40, db_column="how", help_text="open, list, search, download, add note …"
    )
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField(null=True)
    agency_name = models.CharField(max_length=120)
    address = models.GenericIPAddressField(null=True)
    records = ArrayField(models.BigIntegerField(), default=list)
    detail = models.CharField(max_length=200, blank=True, db_column="what")
    recipient = models.CharField(max_length=200, blank=True)
    recipient_agency_id = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    request_id = models.CharField(
        max_length=20, blank=True, db_default="", help_text="Of the request that wrote it; none for a job."
    )

    class Meta:
        indexes = [
            GinIndex(fields=["records"], name="log_by_record"),
            models.Index(fields=["actor_id", "-id"], name="log_by_actor"),
            BrinIndex(fields=["at"], name="log_by_time", pages_per_range=16),
            models.Index(fields=["-id"], name="log_disclosures", condition=Q(verb="disclosure")),
            models.Index(
                fields=["recipient_agency_id", "-id"], name="log_by_recipient", condition=Q(verb="disclosure")
            ),
        ]

    def __str__(self):
        return f"{self.actor_name} {self.verb} ({self.operation})"


class Seal(AppendOnly):
    """A batch of log rows that can no longer change without being found: see seals.py.

    `firsts` and `lasts` are the runs of row numbers in the batch. A row that was committed late is in a
    later batch, so every row is in exactly one. `digests` are the first eight bytes of each row's hash, in
    the rows' order: they tell which row was changed. `sha256` covers all of it and the seal before.
    """

    gate = Special("Nobody's to read through the web: the owner's job writes them, verify_log reads them.")

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    form = models.PositiveSmallIntegerField(help_text="The way in which rows were written out to be hashed.")
    firsts = ArrayField(models.BigIntegerField())
    lasts = ArrayField(models.BigIntegerField())
    count = models.PositiveIntegerField()
    digests = models.BinaryField()
    frontier = models.BigIntegerField(db_index=True, help_text="The highest row number sealed so far.")
    settled = models.BigIntegerField(help_text="No row below this number can still be committed late.")
    writers = ArrayField(
        models.CharField(max_length=40), help_text="The transactions that were writing the log just then."
    )
    previous = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    signature = models.CharField(
        max_length=64, blank=True, db_default="", help_text="With a key outside of the database."
    )

    def __str__(self):
        return f"Seal {self.number}"
