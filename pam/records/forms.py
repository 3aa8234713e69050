"""What a person may type on the record pages; the pieces that forms of records and parts share."""

import json
from datetime import time

from django import forms
from django.utils import timezone

from pam.access import visibility
from pam.access.levels import Level, Marking
from pam.access.models import Agency, Team
from pam.forms.base import ServiceForm, VersionFields
from pam.forms.named import NamedField
from pam.records.documents import DocumentFacts, tags_in
from pam.records.filetypes import FileRefused, checked, checked_photo, kinds_in_words
from pam.records.models import Record, Subject
from pam.records.own_marking import OwnMarkingFields
from pam.records.owning import OWNER_DECIDES, is_owner
from pam.records.retention_groups import first_group, offered_groups
from pam.records.selectors.audience import Audience, agencies_to_name
from pam.records.selectors.documents import same_file, tags_offered, tags_used
from pam.records.selectors.leads import possible_leads
from pam.records.uploads import FilesField, FilesInput
from pam.ui.dates import long_date
from pam.ui.direction import isolated
from pam.ui.fields import london_moment, years_from_today
from pam.ui.forms import Checkboxes, GovukDateField, GovukTimeField, Radios
from pam.ui.partial_dates import PartialDateFormField

REFUSED_MARKINGS = {"secret": "SECRET", "top_secret": "TOP SECRET"}


def refused_marking(label):
    """The sentence for a person who chose a marking that pam may not hold."""
    return (
        f"pam cannot hold {label} material: it is accredited up to OFFICIAL-SENSITIVE. "
        "Do not type any of it here; "
        "use the system that your force’s security team names for it."
    )


class MarkingField(forms.TypedChoiceField):
    """The protective marking. SECRET and TOP SECRET can be chosen, and are refused with the reason."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "Protective marking")
        choices = [*Marking.choices, *REFUSED_MARKINGS.items()]
        hints = {key: "pam cannot hold this" for key in REFUSED_MARKINGS}
        super().__init__(choices=choices, coerce=int, empty_value=None, widget=Radios(hints=hints), **kwargs)

    def validate(self, value):
        """Raises ValidationError with the reason for SECRET and TOP SECRET."""
        super().validate(value)
        if value in REFUSED_MARKINGS:
            raise forms.ValidationError(refused_marking(REFUSED_MARKINGS[value]), code="too_high")


class AudienceFields(ServiceForm):
    """Which agencies a part is for, narrowed to what makes sense for `reader` on `record` at `level`.

    A form that inherits this calls `super().__init__(*args, reader=…, record=…, level=…)`. Without a choice
    to make (nobody but one agency can open the record) it asks nothing. `addressed_to()` is for services.
    """

    audience = forms.ChoiceField(label="Who is it for?", widget=Radios, initial=Audience.ALL.value)
    agencies = forms.ModelMultipleChoiceField(
        queryset=Agency.objects.none(), label="Which agencies?", required=False, widget=Checkboxes
    )

    def __init__(self, *args, reader, record, level, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader, self.record = reader, record
        agencies = agencies_to_name(reader, record, level)
        choices = [(Audience.ALL.value, Audience.ALL.label)]
        if record.agency_id == reader.agency_id:
            choices.append((Audience.OWN.value, f"Our agency only ({reader.agency_name})"))
        others = list(agencies)
        if others:
            choices.append((Audience.NAMED.value, f"{reader.agency_name} and named agencies"))
            field = self.fields["agencies"]
            field.queryset, field.choices = agencies, [(agency.pk, agency.name) for agency in others]
            field.mark_optional = False  # needed as soon as it is asked
            field.help_text = "Only if you chose named agencies. Your own is always included."
        else:
            del self.fields["agencies"]
        if len(choices) == 1:
            del self.fields["audience"]
        else:
            self.fields["audience"].choices = choices
            own = [name for name in self.fields if name not in ("audience", "agencies")]
            self.order_fields(self.field_order or own)

    def clean(self):
        """Asks for the agencies if the audience is those that are named."""
        cleaned = super().clean()
        if cleaned.get("audience") == Audience.NAMED and not cleaned.get("agencies"):
            self.add_error("agencies", "Select the agencies that it is for")
        return cleaned

    def addressed_to(self):
        """The numbers of the agencies that it is for, or None for all, as the services take them."""
        audience = self.cleaned_data.get("audience") or Audience.ALL
        if audience == Audience.ALL:
            return None
        others = self.cleaned_data["agencies"] if audience == Audience.NAMED else ()
        return [self.reader.agency_id, *(agency.pk for agency in others)]


class RecordForm(VersionFields, forms.ModelForm):
    """What every kind of record has; a room's form inherits it and adds its own fields to `Meta.fields`.

    Teams are narrowed to the reader's own (and the record's), leads to live members of the owning agency. Who
    manages a record of another agency is not asked for what its owner decides (`owner_decides` says so).
    """

    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    marking = MarkingField(initial=Marking.OFFICIAL_SENSITIVE.value)
    next_review = GovukDateField(
        label="Next review",
        required=False,
        earliest=timezone.localdate,
        latest=lambda: years_from_today(10),
    )
    lead = NamedField(label="Lead")
    people_fields = ("lead",)

    class Meta:
        model = Record
        fields = ["title", "summary", "marking", "handling", "team", "lead", "next_review", "retention_group"]

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader
        record = self.instance
        if record.pk:
            self.initial["version"] = record.version
        agency = record.agency_id or reader.agency_id
        teams = {*reader.team_ids, *([record.team_id] if record.team_id else [])}
        self.fields["team"].queryset = Team.objects.filter(pk__in=teams, agency_id=agency).select_related(
            "agency"
        )
        self.fields["team"].empty_label = None
        offer = possible_leads(reader, record)
        for name in self.people_fields:
            self.fields[name].offer(offer)
        if not record.pk:
            self.initial.setdefault("lead", reader.membership_id)
            self.initial.setdefault("handling", "Named people and agencies only. Do not forward.")
        if "retention_group" in self.fields:
            self.fields["retention_group"].empty_label = None
            self.fields["retention_group"].queryset = offered_groups(agency, keep=record.retention_group_id)
        for name in ("title", "handling", "summary"):
            self.fields[name].strip = True
        self.owner_decides = bool(record.pk) and not is_owner(reader, record)
        if self.owner_decides:
            for name in OWNER_DECIDES:
                self.fields.pop(name, None)

    def begin_in_group(self, kind):
        """Offers, for a new record, the retention group that records of its kind begin in."""
        if not self.instance.pk:
            self.initial["retention_group"] = self.instance.retention_group = first_group(
                kind, self.reader.agency_id
            )


class NoteForm(AudienceFields):
    """A note in a record's chronology."""

    title = forms.CharField(
        label="In a few words",
        max_length=200,
        error_messages={"required": "Say in a few words what the note is about"},
    )
    text = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 4}), max_length=20000)
    day = GovukDateField(
        label="Day it happened",
        required=False,
        latest=timezone.localdate,
        help_text="Leave blank if it has just happened.",
    )
    hour = GovukTimeField(label="Time it happened", required=False)
    field_order = ["title", "text", "audience", "agencies", "day", "hour"]

    def clean(self):
        """Puts day and time together as `happened_at`: None, for now, if no day was given.

        `time_known` is False for a day without a time: `happened_at` is then its noon, or now.
        """
        cleaned = super().clean()
        day, hour = cleaned.get("day"), cleaned.get("hour")
        if hour and not day and "day" not in self.errors:
            self.add_error("day", "Enter the day that the time belongs to")
        cleaned["happened_at"], cleaned["time_known"] = None, not day or bool(hour)
        if day:
            try:
                moment = london_moment(day, hour or time(12))
            except forms.ValidationError as error:
                self.add_error("hour", error)
                return cleaned
            if hour and moment > timezone.now():
                self.add_error("hour", "The time must be in the past")
            cleaned["happened_at"] = min(moment, timezone.now())
        return cleaned


class TagsFields(forms.Form):
    """Tags of documents, and those that were used before."""

    tags = forms.CharField(label="Tags", required=False, max_length=600)

    def offer_tags(self, reader, record):
        """Names the tags that documents of the record have; those to choose from are below the box."""
        used = tags_used(reader, record)
        self.fields["tags"].widget.attrs["data-tags"] = json.dumps(tags_offered(reader, used))
        before = f" Used before: {', '.join(map(isolated, used))}." if used else ""
        self.fields["tags"].help_text = f"Separate them with commas.{before}"

    def clean_tags(self):
        """The tags, each once."""
        try:
            return tags_in(self.cleaned_data["tags"])
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from error


class DocumentForm(OwnMarkingFields, TagsFields, AudienceFields):
    """Files for a record: not empty, not too big, and what their names say they are.

    `titled` are the files as they are kept, each with what it is.
    """

    upload = FilesField(label="File")
    title = forms.CharField(
        label="What it is",
        max_length=200,
        required=False,
        help_text="Leave blank to use the file’s name. Several files are numbered.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["upload"].help_text = f"{kinds_in_words()} You can select or drop several."
        self.offer_tags(self.reader, self.record)
        self.offer_markings(self.reader, self.record)
        self.order_fields(["upload", "title", "audience", "agencies", "own_marking", "tags"])
        if "keep_both" in self.data:
            self._ask_to_keep_both()

    def _ask_to_keep_both(self):
        self.fields["keep_both"] = forms.BooleanField(
            label="Keep both: add the file although the record has it already", required=False
        )

    def clean_upload(self):
        """The files as they are kept, or what is wrong with each of them."""
        kept, wrong, uploads = [], [], self.cleaned_data["upload"]
        for upload in uploads:
            try:
                kept.append(self.check_file(upload))
            except FileRefused as refusal:
                name = f"{isolated(upload.name)}: " if len(uploads) > 1 else ""
                wrong.append(forms.ValidationError(f"{name}{refusal}", code="refused"))
        if wrong:
            raise forms.ValidationError(wrong)
        return kept

    def check_file(self, upload):
        """The file as it is kept (`filetypes.checked`), which refuses what pam does not take."""
        return checked(upload)

    @property
    def facts(self):
        """What is said of the files besides what they are."""
        return DocumentFacts(tuple(self.cleaned_data.get("tags") or ()), self.chosen_marking())

    @property
    def titled(self):
        """[(file, what it is)]: what was typed, numbered for several, or the file's own name."""
        files, title = self.cleaned_data["upload"], self.cleaned_data.get("title")
        if not title or len(files) == 1:
            return [(file, title or file.name[:200]) for file in files]
        return [(file, f"{title[:180]}, {n} of {len(files)}") for n, file in enumerate(files, 1)]

    def clean(self):
        """Asks about files that the record has already."""
        cleaned = super().clean()
        for upload in [] if cleaned.get("keep_both") else cleaned.get("upload") or []:
            if same := same_file(self.reader, self.record, upload):
                if "keep_both" not in self.fields:
                    self._ask_to_keep_both()
                self.add_error(
                    "upload",
                    f"This record has the same file already: “{isolated(same.title)}”, added on "
                    f"{long_date(same.created)}. To keep both, select the file again and tick “Keep both”",
                )
        return cleaned


class VersionForm(DocumentForm):
    """A new version of a document, for the agencies that the document is for."""

    upload = FilesField(label="File", most=1, widget=FilesInput(attrs={"multiple": False}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["upload"].help_text = kinds_in_words()
        self.fields["title"].help_text = "Leave blank to use the file’s name."
        for name in ("audience", "agencies", "own_marking", "tags"):
            self.fields.pop(name, None)


class DocumentEditForm(OwnMarkingFields, TagsFields, VersionFields):
    """What is said of a document that is there already."""

    title = forms.CharField(label="What it is", max_length=200)
    field_order = ["title", "tags", "own_marking"]

    def __init__(self, *args, reader, record, document, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_tags(reader, record)
        self.offer_markings(reader, record, kept=document.own_marking)
        self.initial |= {
            "version": document.version,
            "title": document.title,
            "tags": ", ".join(document.tags),
        }


class MoveForm(VersionFields):
    """To which record a document goes."""

    reference = forms.CharField(
        label="Reference of the other record", max_length=24, help_text="For example OCG-26-K7QX."
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader

    def clean_reference(self):
        """The record, through the gate; hidden and absent alike are refused."""
        reference = self.cleaned_data["reference"].strip().upper()
        target = visibility.visible_to(self.reader, Record).filter(reference=reference).first()
        if target is None or visibility.level(self.reader, target) < Level.CONTRIBUTE:
            raise forms.ValidationError("Enter the reference of a record that you can add to")
        return target


class PhotoForm(DocumentForm):
    """Photographs for a record, made smaller and without what the camera wrote into them."""

    upload = FilesField(label="Photograph", widget=FilesInput(attrs={"accept": "image/*"}))
    title = forms.CharField(label="What it shows", max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["upload"].help_text = (
            "The place, time and camera that it carries are taken out, and it is made smaller. "
            "To keep a photo exactly as it was taken, add it as a document. You can select several."
        )

    def check_file(self, upload):
        """The photograph as it is kept (`filetypes.checked_photo`)."""
        return checked_photo(upload)


class SubjectFields(forms.ModelForm):
    """A person, place or object."""

    category = forms.ChoiceField(
        label="Category of a person",
        choices=Subject.Category,
        required=False,
        widget=Radios,
        help_text="Leave this if it is not a person.",
    )
    born = PartialDateFormField(label="Date of birth", required=False)

    class Meta:
        model = Subject
        fields = ["name", "kind", "category", "role", "born", "details"]
        widgets = {
            "kind": Radios(inline=True),
            "details": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].mark_optional = False

    def clean(self):
        """A person needs a category. A choice made before something else was chosen does not count."""
        cleaned = super().clean()
        if cleaned.get("kind") != Subject.Kind.PERSON:
            # On the row too: Django keeps a field's default where nothing was sent.
            cleaned["category"] = self.instance.category = ""
        elif not cleaned.get("category") and "category" not in self.errors:
            self.add_error("category", "Select a category")
        return cleaned


class SubjectForm(AudienceFields, SubjectFields):
    """A new person, place or object of a record."""


class SubjectEditForm(VersionFields, SubjectFields):
    """A person who is on the record already. Which agencies it is for stays as it is."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version


class EndForm(VersionFields):
    """Why something ends (or begins again); for confirmation pages."""

    reason = forms.CharField(label="Why?", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ChronologyFilter(forms.Form):
    """Which lines of a chronology to show."""

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.MultipleChoiceField(
            label="Kind", choices=kinds, required=False, widget=Checkboxes(small=True)
        )
