"""The spine: the record, and the parts that hang off it."""

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from pam.access.levels import Marking
from pam.access.models import Agency, Membership, Team
from pam.audit.histories import HistoryManager, HistoryRow, TrackedQuerySet
from pam.db.declarations import Gated, Open, PartKind, Special
from pam.db.scanned import Scan, ScannedFile
from pam.frameworks.models import FrameworkVersion
from pam.records.entry_kinds import OF_PARTS, EntryKind, entry_kind_choices
from pam.records.fields import PartialDateField
from pam.records.findable import Findable
from pam.records.kinds import kind_of
from pam.records.link_kinds import RELATED, link_kind_choices
from pam.records.querysets import RecordQuerySet
from pam.records.retention_group import RetentionGroup
from pam.ui.dates import as_date

# Kept by the database (pam/access/sql/triggers.sql); no history of an index.
DERIVED_FIELDS = ["readers", "lapses_at", "search", "identifiers", "retention_due", "narrowed", "priority"]
DERIVED_FIELDS += ["known_by"]
# Kept by the moves of a record (pam/stages), which have a history of their own.
DERIVED_FIELDS += ["stage", "stage_version"]


class Record(Findable):
    """Everything that has its own permissions: an OCG, a PVP case file, a meeting.

    Every kind has one life: from `opened_at` on it is current, from `closed_at` on it is not, and its
    retention period runs (see `close_record`). `created` is when the row was made. `readers`, `lapses_at`,
    `agency`, `search`, `priority` and `retention_due` are worked out by the database at each change.
    `version` counts saves, so that a form can tell that it was opened on an older one.
    """

    gate = Gated("anchor")
    found_by = ("title", "summary")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=16, editable=False)
    # Completed by the database (references.py).
    reference = models.CharField(max_length=24, unique=True, editable=False, db_default="")
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    marking = models.PositiveSmallIntegerField(
        "protective marking", choices=Marking, default=Marking.OFFICIAL_SENSITIVE
    )
    handling = models.CharField("handling instructions", max_length=200, blank=True)
    team = models.ForeignKey(Team, models.PROTECT, verbose_name="owner team", related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, editable=False, related_name="+")
    lead = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    next_review = models.DateField(null=True, blank=True)
    retention_group = models.ForeignKey(RetentionGroup, models.PROTECT, related_name="+")
    # Where it is on the stage map of its kind, by code, and on which version of it: both or none. Changed by
    # moves alone (pam/stages); the database holds that it is a stage of that map.
    stage = models.CharField(max_length=60, blank=True, default="", db_default="", editable=False)
    stage_version = models.ForeignKey(
        FrameworkVersion, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    updated = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    readers = ArrayField(models.IntegerField(), default=list, editable=False)
    lapses_at = models.DateTimeField(null=True, editable=False)
    # Which grants reach chosen kinds of part alone, and which kinds; empty for nearly every record.
    narrowed = models.TextField(null=True, editable=False)
    retention_due = models.DateField(null=True, editable=False)
    # Where it comes in its kind's list, lowest first: by grade or tier. Each kind's own trigger says which.
    priority = models.SmallIntegerField(default=0, db_default=0, editable=False)
    # What the search box finds it by besides: other names, references. Each kind's own trigger says which.
    known_by = models.TextField(default="", db_default="", editable=False)

    history = HistoricalRecords(
        inherit=True, history_manager=HistoryManager, excluded_fields=DERIVED_FIELDS, bases=[HistoryRow]
    )
    objects = RecordQuerySet.as_manager()

    class Meta:
        permissions = [
            ("signpost_record", "Learns that the record exists"),
            ("contribute_record", "Adds to the record"),
            ("manage_record", "Edits and shares the record"),
        ]
        indexes = [
            GinIndex(fields=["readers", "search"], name="record_readers_search", fastupdate=False),
            models.Index(fields=["-updated", "-id"], name="record_newest"),
            models.Index(fields=["kind", "-updated", "-id"], name="record_kind_newest"),
            models.Index(fields=["retention_due", "id"], name="record_retention_due"),
            models.Index(
                fields=["lead", "next_review"],
                name="record_review_of_lead",
                condition=models.Q(closed_at=None),
            ),
            models.Index(fields=["lead", "kind"], name="record_of_lead", condition=models.Q(closed_at=None)),
            models.Index(
                fields=["lead", "retention_due"],
                name="record_retention_of_lead",
                condition=models.Q(retention_due__isnull=False),
            ),
            models.Index(
                fields=["lapses_at"], name="record_lapses", condition=models.Q(lapses_at__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | models.Q(closed_at__gte=models.F("opened_at")),
                name="record_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=models.Q(stage="", stage_version=None)
                | ~models.Q(stage="") & models.Q(stage_version__isnull=False),
                name="record_stage_of_a_map",
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    def get_absolute_url(self):
        """The record's page, whatever its kind."""
        return kind_of(self.kind).url(self.uuid)

    @property
    def kind_label(self):
        """What people call this kind of record."""
        return kind_of(self.kind).label


class AgenciesField(ArrayField):
    """The numbers of the agencies that a part is for; None: all whose people can open the record."""

    def __init__(self, **kwargs):
        options = {"verbose_name": "who can see it", "null": True, "blank": True, "editable": False}
        super().__init__(**options | {"base_field": models.BigIntegerField()} | kwargs)

    def db_check(self, connection):
        """A part that names agencies names one at least: nobody could ever see it otherwise."""
        return f"cardinality({connection.ops.quote_name(self.column)}) > 0"


class UntrackedPart(models.Model):
    """What a part is made of; without a history, for parts that only a job changes."""

    gate = Gated("part")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey(Record, models.CASCADE, related_name="%(class)ss", editable=False)
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    author_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", editable=False)
    agencies = AgenciesField()
    created = models.DateTimeField(default=timezone.now, editable=False)
    updated = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def more_to_disclose(cls, row: dict[str, Any]) -> list[tuple[str, str]]:
        """[(label, words)] of what a subject access request is given of a row beside its plain fields.
        `row` is {column: value} as JSON, of a row that the officer sees.
        """
        return []


class Part(UntrackedPart):
    """Something that hangs off a record: visible if the record is, to its `agencies` alone."""

    history = HistoricalRecords(
        inherit=True, history_manager=HistoryManager, excluded_fields=DERIVED_FIELDS, bases=[HistoryRow]
    )
    objects = TrackedQuerySet.as_manager()

    class Meta:
        abstract = True


class MarkedPart(models.Model):
    """A part that can be marked higher than its record: only a person cleared for both sees it. None: as the
    record is marked.
    """

    own_marking = models.PositiveSmallIntegerField(
        "protective marking", choices=Marking, null=True, blank=True, editable=False
    )

    class Meta:
        abstract = True


class ListedPart(Part):
    """A part that lists over many records use: it carries the record's readers of its `agencies`."""

    gate = Gated("anchor")

    marking = models.PositiveSmallIntegerField(
        choices=Marking, default=Marking.OFFICIAL_SENSITIVE, editable=False
    )
    readers = ArrayField(models.IntegerField(), default=list, editable=False)
    lapses_at = models.DateTimeField(null=True, editable=False)
    handling = ""  # lists ask for it beside the marking; a part has none of its own

    class Meta(Part.Meta):
        abstract = True


class Identity(models.Model):
    """The same human, place or object in several records. It holds nothing else, so it tells nothing."""

    gate = Open("A number that ties rows; each row is gated by its record.", writes=("INSERT",))
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)


class Subject(Findable, ListedPart):
    """A person, place or object as one record knows it; a person with their category there (DPA 2018
    s.38(3)).
    """

    part_kind = PartKind("subject", "People, places and objects")
    found_by = ("name", "details")

    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        PLACE = "place", "Place"
        VEHICLE = "vehicle", "Vehicle"
        OBJECT = "object", "Object"
        ORGANISATION = "organisation", "Organisation"

    class Category(models.TextChoices):
        SUSPECT = "suspect", "Suspect"
        CONVICTED = "convicted", "Convicted"
        VICTIM = "victim", "Victim"
        WITNESS = "witness", "Witness"
        OTHER = "other", "Other"

    identity = models.ForeignKey(
        Identity, models.PROTECT, null=True, blank=True, related_name="subjects", editable=False
    )
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PERSON)
    name = models.CharField(max_length=160)
    born = PartialDateField("date of birth")
    category = models.CharField(max_length=10, choices=Category, default=Category.OTHER, blank=True)
    role = models.CharField(
        max_length=80, blank=True, help_text="Their part in this record, for example courier."
    )
    details = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Their main photograph, of those that show them.
    photograph = models.ForeignKey(
        "Document", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    # Recorded twice: the row of the same record that is shown instead in lists (pam/subjects).
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="merged", editable=False
    )

    class Meta(ListedPart.Meta):
        ordering = ["name__folded", "name", "pk"]
        indexes = [
            GinIndex(fields=["readers", "search"], name="subject_readers_search", fastupdate=False),
            models.Index(fields=["-updated", "-id"], name="subject_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="person") | models.Q(category=""), name="category_of_people_alone"
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Raises ValidationError for a person without a category, and for anything else with one (s.38 is
        about people).
        """
        person = self.kind == self.Kind.PERSON
        if person and not self.category:
            raise ValidationError({"category": ValidationError("Select a category.", code="missing")})
        if self.category and not person:
            words = "Only a person has a category."
            raise ValidationError({"category": ValidationError(words, code="not_a_person")})


class Batch(models.Model):
    """Many rows of one model that a person added or changed at once, so that it can be taken back.

    Each row's history carries the batch's number. `fields` were changed; none where rows were `added`.
    """

    gate = Special(
        "Seen by who made it: numbers of rows, no case text.",
        writes=("INSERT", "UPDATE (undone_at)"),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    model = models.CharField(max_length=80, editable=False)
    added = models.BooleanField(default=False, editable=False)
    fields = ArrayField(models.CharField(max_length=60), default=list, editable=False)
    rows = ArrayField(models.BigIntegerField(), default=list, editable=False)
    operation = models.CharField(max_length=80, editable=False)
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    undone_at = models.DateTimeField(null=True, editable=False)
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        verbose_name_plural = "batches"
        indexes = [models.Index(fields=["made_by", "-made_at"], name="batch_of_maker")]

    def __str__(self):
        return f"{self.operation}, {len(self.rows)} rows"


class Entry(MarkedPart, Part):
    """One line of a record's chronology: something that happened, or a note that a person wrote."""

    # Who reports on their own action with `view` alone leaves a line that says so.
    gate = Gated("part", added_with="VIEW", marked="own_marking")
    # A line that is about another part is of that part's kind: else it would tell what was not shared.
    part_kind = PartKind(
        "entry",
        "The rest of the chronology",
        column="kind",
        by=OF_PARTS,
    )

    Kind = EntryKind

    kind = models.CharField(max_length=10, choices=entry_kind_choices, default=Kind.NOTE)
    happened_at = models.DateTimeField(default=timezone.now)
    time_known = models.BooleanField(
        default=True, editable=False
    )  # without: only the day of happened_at counts
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)

    class Meta(Part.Meta):
        verbose_name_plural = "entries"
        ordering = ["-happened_at", "-pk"]
        indexes = [models.Index(fields=["record", "-happened_at", "-id"], name="entry_timeline")]

    def __str__(self):
        return self.title

    @property
    def at(self):
        """When it happened, as far as it is known: a datetime, or the date alone (in London)."""
        return self.happened_at if self.time_known else as_date(self.happened_at)


class Document(ScannedFile, MarkedPart, Part):
    """A file of a record. The stored name says nothing; the given name is shown only through the gate.

    Its text, its preview and the lines of the chronology that name it follow its marking (triggers).
    """

    gate = Gated("part", marked="own_marking")

    title = models.CharField(max_length=200)
    file = models.FileField(upload_to="documents/%Y/%m/", max_length=200)
    name = models.CharField("file name", max_length=200, editable=False)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    needs_password = models.BooleanField(default=False, db_default=False, editable=False)
    tags = ArrayField(models.CharField(max_length=40), default=list, db_default=[], editable=False)
    # The person that a photograph shows.
    shows = models.ForeignKey(
        Subject, models.SET_NULL, null=True, blank=True, related_name="photographs", editable=False
    )
    # The version before this one, which stays; it is for the same agencies.
    replaces = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="newer", editable=False
    )

    class Meta(Part.Meta):
        ordering = ["-created", "-pk"]
        indexes = [
            models.Index(fields=["record", "-created"], name="document_of_record"),
            models.Index(fields=["id"], name="document_to_scan", condition=models.Q(scan=Scan.WAITING)),
        ]

    def __str__(self):
        return self.title


class DocumentText(Findable, UntrackedPart):
    """What the file of a document says, as far as a confined process could read it (`pam/records/texts.py`):
    for the search alone. A trigger adds it with its document and keeps it for the same agencies.
    """

    part_kind = PartKind("document", "Documents")
    gate = Gated("anchor", writes=())
    found_by = ("text",)
    repeats = True  # says nothing that the file doesn't, which subject access collects

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be read"
        READ = "read", "Read"
        NONE = "none", "Has no text"
        UNREADABLE = "unreadable", "Its text could not be read"

    document = models.OneToOneField(Document, models.CASCADE, related_name="reading")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    text = models.TextField(blank=True)
    marking = models.PositiveSmallIntegerField(choices=Marking, default=Marking.OFFICIAL_SENSITIVE)
    readers = ArrayField(models.IntegerField(), default=list)
    lapses_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "text of a document"
        verbose_name_plural = "texts of documents"
        indexes = [
            GinIndex(fields=["readers", "search"], name="text_readers_search", fastupdate=False),
            models.Index(fields=["-updated", "-id"], name="text_newest"),
            models.Index(fields=["id"], name="text_to_read", condition=models.Q(state="waiting")),
        ]

    def __str__(self):
        return f"Text of document {self.document_id}"


class DocumentPreview(MarkedPart, UntrackedPart):
    """The pages of a document as pictures, made by a confined process (`pam/records/previews.py`), so that it
    can be read without being opened. A trigger adds it with its document and keeps it for the same agencies.
    """

    part_kind = PartKind("document", "Documents")
    gate = Gated("part", writes=(), marked="own_marking")
    repeats = True  # shows nothing that the file doesn't, which subject access collects

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be made"
        READY = "ready", "Can be shown"
        NONE = "none", "Its kind of file has none"
        FAILED = "failed", "Its pages could not be made"

    document = models.OneToOneField(Document, models.CASCADE, related_name="preview")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # One file: a small picture, then each page; `ends` says where each of them ends in it.
    file = models.FileField(upload_to="previews/%Y/%m/", max_length=200, blank=True)
    ends = ArrayField(models.PositiveIntegerField(), default=list)
    pages = models.PositiveIntegerField(default=0)  # that the document has, shown or not
    sha256 = models.CharField(max_length=64, blank=True)  # of the file that they were made of

    class Meta:
        verbose_name = "preview of a document"
        verbose_name_plural = "previews of documents"
        indexes = [
            models.Index(fields=["-id"], name="preview_to_make", condition=models.Q(state="waiting")),
        ]

    def __str__(self):
        return f"Preview of document {self.document_id}"

    @property
    def shown(self):
        """How many pages can be shown."""
        return max(len(self.ends) - 1, 0)


class Link(Part):
    """Two records that belong together. Who may not see the other one can't see the link either."""

    gate = Gated("part", also=("other",))

    other = models.ForeignKey(Record, models.CASCADE, related_name="links_back")
    kind = models.CharField(max_length=16, choices=link_kind_choices, default=RELATED)
    why = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["record", "other", "kind"],
                condition=models.Q(ended_at=None),
                name="one_link_of_a_kind",
            ),
            models.CheckConstraint(condition=~models.Q(record=models.F("other")), name="no_link_to_itself"),
        ]

    def __str__(self):
        return f"{self.record_id} {self.get_kind_display().lower()} {self.other_id}"
