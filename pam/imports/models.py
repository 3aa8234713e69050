"""An import: a file, how its columns are understood, and what becomes of each of its rows."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from pam.access.models import Agency, Membership
from pam.db.declarations import Special


class Import(models.Model):
    """One file that a person brings in for their agency; seen by them alone.

    `target` is what its rows become (`targets.py`). `sheets` is what was read of it before its columns were
    mapped: names, sizes, the first rows; `sheet` and `heading` (a row's number from 1) say where the table
    is. `columns` is {field: number of the column}, `options` what holds for every row. The file is kept
    sealed (`files.py`), and only until the import is done, given up or forgotten. `done_rows` of `all_rows`
    are through the step that it is in.
    """

    gate = Special(
        "Seen and changed by the person who began it alone, acting for the same agency; a job reads "
        "which wait.",
        writes=("INSERT", "UPDATE"),
    )

    class State(models.TextChoices):
        MAPPING = "mapping", "Columns to map"
        CHECKING = "checking", "Being checked"
        CHECKED = "checked", "Checked"
        RUNNING = "running", "Being imported"
        DONE = "done", "Imported"
        UNDOING = "undoing", "Being undone"
        UNDONE = "undone", "Undone"
        GIVEN_UP = "given_up", "Given up"

    WORKING = (State.CHECKING, State.RUNNING, State.UNDOING)
    OVER = (State.DONE, State.UNDONE, State.GIVEN_UP)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", editable=False)
    target = models.CharField(max_length=40)
    name = models.CharField("file name", max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="imports/%Y/%m/", max_length=200, blank=True)
    sheets = models.JSONField(default=list)
    sheet = models.PositiveSmallIntegerField(default=0)
    heading = models.PositiveIntegerField(default=1)
    columns = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    remembered = models.BooleanField(default=False)  # mapped as last time, by itself
    state = models.CharField(max_length=8, choices=State, default=State.MAPPING)
    problem = models.CharField(max_length=500, blank=True)
    all_rows = models.PositiveIntegerField(default=0)
    done_rows = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    begun_at = models.DateTimeField(default=timezone.now)
    state_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-begun_at", "-pk"]
        indexes = [
            models.Index(fields=["membership", "-begun_at"], name="import_of_person"),
            models.Index(
                fields=["state_at"],
                name="import_waits",
                condition=models.Q(state__in=["checking", "running", "undoing"]),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_working(self):
        """Whether a job is at it, or will be."""
        return self.state in self.WORKING

    @property
    def share_done(self):
        """How much of its step is done, from 0 to 100."""
        return min(100, round(100 * self.done_rows / self.all_rows)) if self.all_rows else 0


class ImportRow(models.Model):
    """What becomes of one row of the file, `number` as a spreadsheet counts it.

    `values` are the cells of mapped columns as they were read; they go when the import is over. `problems`
    are [[field, sentence]], `same` [[model, number of the row, why]] of what may be the same, as its person
    sees it.
    """

    gate = Special(
        "Seen with its import, by the person who began that alone.", writes=("INSERT", "UPDATE", "DELETE")
    )

    class Fate(models.TextChoices):
        NEW = "new", "New"
        DUPLICATE = "duplicate", "May be the same"
        REFUSED = "refused", "Refused"

    class Choice(models.TextChoices):
        SKIP = "skip", "Leave it out"
        SAME = "same", "The same"
        NEW = "new", "Add it as new"

    importing = models.ForeignKey(Import, models.CASCADE, related_name="rows", editable=False)
    number = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    fate = models.CharField(max_length=9, choices=Fate, blank=True)
    problems = models.JSONField(default=list)
    same = models.JSONField(default=list)
    choice = models.CharField(max_length=4, choices=Choice, blank=True)
    changed_since = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["importing", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["importing", "fate", "number"], name="import_row_by_fate")]

    def __str__(self):
        return f"Row {self.number}"

    @property
    def comes_in(self):
        """Whether anything is added for it."""
        return self.fate == self.Fate.NEW or (
            self.fate == self.Fate.DUPLICATE and self.choice in (self.Choice.NEW, self.Choice.SAME)
        )


class ImportMade(models.Model):
    """A row that an import added, for the row `number` of its file: what undoing it erases.

    Noted by the database (pam_import_note), which asks that the row was made in the same transaction.
    """

    gate = Special("Numbers of rows, seen with their import; written by a function alone.")

    importing = models.ForeignKey(Import, models.CASCADE, related_name="made", editable=False)
    number = models.PositiveIntegerField()
    model = models.CharField(max_length=60)
    row = models.BigIntegerField()
    record = models.BigIntegerField()
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "row"], name="made_by_one_import")]
        indexes = [models.Index(fields=["importing", "number"], name="made_by_import")]

    def __str__(self):
        return f"{self.model} {self.row}"


class ColumnMap(models.Model):
    """How an agency understood a file of one shape: `headings` are its headings in their order, `shape` their
    hash; `columns` and `options` as an import has them.
    """

    gate = Special(
        "Headings of files, no rows of them: people of the agency.", writes=("INSERT", "UPDATE", "DELETE")
    )

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+", editable=False)
    target = models.CharField(max_length=40)
    shape = models.CharField(max_length=64)
    headings = ArrayField(models.TextField(), default=list)
    columns = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "target", "shape"], name="one_map_of_a_shape")
        ]

    def __str__(self):
        return f"{self.target}: {', '.join(self.headings)[:80]}"
