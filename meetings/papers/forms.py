"""Forms of papers, of what is said of an item, and of items that members propose."""

from django import forms

from meetings.item_kinds import ITEM_KINDS
from pam.forms.base import ServiceForm, VersionFields
from pam.records.filetypes import FileRefused, checked, kinds_in_words
from pam.records.own_marking import OwnMarkingFields
from pam.records.uploads import FilesField, FilesInput
from pam.ui.forms import Checkboxes, Radios

CHAIR_TOO = "The chair and the secretary are always among them."


class NamedPeopleFields(ServiceForm):
    """Asks whether something is confidential to named people, and to which."""

    confidential = forms.BooleanField(label="Confidential to the people ticked below", required=False)
    people = forms.MultipleChoiceField(
        label="Which people?", required=False, help_text=CHAIR_TOO, widget=Checkboxes(small=True)
    )

    def offer_people(self, people):
        """`people` are the Memberships to choose from."""
        self.known = {str(person.uuid): person for person in people}
        rows = [
            (key, f"{one.user.name}, {one.post or one.agency.short_name}") for key, one in self.known.items()
        ]
        self.fields["people"].choices = rows

    def clean_people(self):
        """The Memberships."""
        return [self.known[key] for key in self.cleaned_data["people"]]


class DescribeForm(NamedPeopleFields, VersionFields):
    """What kind an item is, who presents it, how long it takes, and which people it is confidential to."""

    kind = forms.ChoiceField(label="What kind of item is it?", required=False, widget=Radios())
    presenter = forms.ChoiceField(label="Who presents it?", required=False)
    planned_minutes = forms.IntegerField(
        label="Planned minutes", required=False, min_value=0, max_value=480, widget=forms.NumberInput()
    )
    field_order = ["kind", "presenter", "planned_minutes", "confidential", "people"]

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_people(people)
        self.fields["kind"].choices = [("", "Not said"), *ITEM_KINDS.items()]
        rows = [(key, f"{one.user.name}, {one.agency.short_name}") for key, one in self.known.items()]
        self.fields["presenter"].choices = [("", "Not said"), *rows]

    def clean_presenter(self):
        """The Membership, or None."""
        return self.known.get(self.cleaned_data["presenter"])


class PaperFile(forms.Form):
    """One file, as it is kept."""

    upload = FilesField(
        label="File",
        most=1,
        widget=FilesInput(attrs={"multiple": False}),
        error_messages={"required": "Select a file"},
    )

    def clean_upload(self):
        """The file, or what is wrong with it."""
        (upload,) = self.cleaned_data["upload"] or [None]
        if upload is None:
            return None
        try:
            return checked(upload)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal), code="refused") from None


class PaperForm(OwnMarkingFields, PaperFile, NamedPeopleFields):
    """A new paper: a file, or a document of the record that the item is about."""

    title = forms.CharField(
        label="What it is", max_length=200, required=False, help_text="Leave blank to use the file’s name."
    )
    document = forms.ChoiceField(label="Or a document of the record", required=False)
    field_order = ["upload", "document", "title", "own_marking", "confidential", "people"]

    def __init__(self, *args, reader, meeting, documents, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_people(people)
        self.offer_markings(reader, meeting)
        self.fields["upload"].required = False
        self.fields["upload"].help_text = kinds_in_words()
        self.documents = {str(row.uuid): row for row in documents}
        if documents:
            rows = [(key, row.title) for key, row in self.documents.items()]
            self.fields["document"].choices = [("", "None: I add a file"), *rows]
        else:
            del self.fields["document"]
            self.fields["upload"].required = True

    def clean(self):
        """One of the two."""
        cleaned = super().clean()
        cleaned["document"] = self.documents.get(cleaned.get("document", ""))
        if "upload" not in self.errors and bool(cleaned.get("upload")) == bool(cleaned["document"]):
            words = (
                "Select a file or a document of the record, not both" if self.documents else "Select a file"
            )
            self.add_error("upload", forms.ValidationError(words, code="missing"))
        return cleaned


class PaperVersionForm(PaperFile, ServiceForm):
    """A new version of a paper, for the same people."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["upload"].help_text = kinds_in_words()


class ProposeForm(ServiceForm):
    """An item that a person who is invited proposes."""

    title = forms.CharField(label="What is the item about?", max_length=200)
    why = forms.CharField(
        label="Why should the meeting hear it?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    minutes = forms.IntegerField(
        label="How many minutes does it need?", required=False, min_value=1, max_value=480
    )


class AnswerForm(VersionFields):
    """What becomes of a proposed item."""

    answer = forms.ChoiceField(
        label="What do you decide?",
        choices=[("accept", "Put it on the agenda"), ("decline", "Decline it")],
        widget=Radios(inline=False),
    )
    place = forms.IntegerField(
        label="At which place of the agenda?",
        help_text="Leave blank to put it last.",
        required=False,
        min_value=1,
        max_value=500,
    )
    reason = forms.CharField(
        label="Why is it declined?",
        help_text="The person who proposed it reads this.",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
