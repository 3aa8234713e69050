"""What a person may type about members of a group."""

from django import forms
from django.utils import timezone

from ocg.members.lists import ROLES
from ocg.members.models import Member, MemberStatus
from ocg.members.selectors import agencies_of_managers, exploited_role, subjects_to_add
from pam.access.models import Agency
from pam.forms.base import ServiceForm, VersionFields
from pam.records.models import Subject
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import offered_values
from pam.subjects.forms import NewSubjectForm
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField, Radios
from pam.ui.partial_dates import PartialDateFormField

WHO = "Choose who it is, or enter a name"
STATUS = ("state", "since", "establishment", "release_on", "until", "requirements")
PART = ("role", "position", "first_known", "last_known", "source", "manager", "manager_agency")


class StatusFields(forms.Form):
    """A status: what it is, from when, and what goes with it."""

    state = forms.ChoiceField(
        label="Status",
        choices=MemberStatus.State.choices,
        widget=Radios(inline=False, small=True),
        error_messages={"required": "Select a status"},
    )
    since = GovukDateField(
        label="From",
        initial=timezone.localdate,
        earliest=lambda: years_from_today(-80),
        latest=timezone.localdate,
    )
    establishment = forms.CharField(
        label="Prison or other establishment",
        required=False,
        max_length=120,
        help_text="Only if they are remanded or serving.",
    )
    release_on = GovukDateField(
        label="Earliest release date",
        required=False,
        earliest=lambda: years_from_today(-40),
        latest=lambda: years_from_today(60),
        help_text="Only if they are serving. The lead is told before it comes.",
    )
    until = GovukDateField(
        label="Until",
        required=False,
        earliest=lambda: years_from_today(-40),
        latest=lambda: years_from_today(60),
        help_text="For bail, remand and licence.",
    )
    requirements = forms.CharField(
        label="Conditions",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Of bail or licence, one on each line.",
    )

    def status(self):
        """The status as it was typed, for the service."""
        values = {name: self.cleaned_data.get(name) for name in STATUS}
        return MemberStatus(**values, source=self.cleaned_data.get("source") or "")


class PartFields(forms.Form):
    """The part in the group."""

    role = forms.ModelChoiceField(
        queryset=ReferenceValue.objects.none(),
        label="Role in the group",
        empty_label=None,
        widget=Radios(inline=False, small=True),
        error_messages={"required": "Select a role"},
    )
    position = forms.CharField(
        label="Position",
        required=False,
        max_length=120,
        help_text="In a few words, for example: holds the phone.",
    )
    first_known = PartialDateFormField(label="First known in the group", required=False, birth=False)
    last_known = PartialDateFormField(label="Last known in the group", required=False, birth=False)
    source = forms.CharField(
        label="Source reference",
        required=False,
        max_length=200,
        help_text="Where it can be found, for example an intelligence log number.",
    )
    manager = forms.CharField(label="Offender manager", required=False, max_length=120)
    manager_agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        label="Agency of the offender manager",
        required=False,
        empty_label="None",
        help_text="It hears about a release if the record is shared with it.",
    )

    def offer_part(self, reader, kept=None):
        """Offers the roles and agencies."""
        self.fields["role"].queryset = offered_values(ROLES, reader.agency_id, kept)
        self.fields["role"].label_from_instance = lambda role: role.label
        self.fields["role"].widget.hints = {
            str(role.pk): role.meaning for role in self.fields["role"].queryset if role.meaning
        }
        self.fields["manager_agency"].queryset = agencies_of_managers(reader)


class MemberForm(PartFields, StatusFields, NewSubjectForm):
    """A new member: one of the record, or a new person or organisation; their part; their first status.

    A new one is asked about like any new person, if one looks alike.
    """

    subject = forms.ModelChoiceField(
        queryset=None, label="Who is it?", required=False, empty_label="Not in this list"
    )
    category = forms.ChoiceField(
        label="Category",
        choices=[("", "Follows from the role"), *Subject.Category.choices],
        required=False,
        help_text="Follows from the role: an exploited person is a victim, each other a suspect.",
    )
    FIRST = ("subject", "same")
    NEW = ("name", "kind", "born", "category")

    class Meta:
        model = Subject
        fields = ["name", "kind", "category", "born"]
        widgets = {"kind": Radios(inline=True, small=True)}

    field_order = [*FIRST, *NEW, *PART, *STATUS]

    def __init__(self, *args, reader, record, level, **kwargs):
        super().__init__(*args, reader=reader, record=record, level=level, **kwargs)
        self.offer_part(reader)
        rows = subjects_to_add(reader, record)
        self.fields["subject"].queryset = rows
        if not rows.exists():
            del self.fields["subject"]
        self.fields["name"].required = False
        for name in ("subject", "name", "category"):
            if name in self.fields:
                self.fields[name].mark_optional = False
        kinds = [Subject.Kind.PERSON, Subject.Kind.ORGANISATION]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]

    def clean(self):
        """Either one of the record, or a name; never both."""
        cleaned = self.cleaned_data
        self.existing = cleaned.get("subject")
        if self.existing is not None and cleaned.get("name"):
            self.add_error("name", "Leave the name empty, or choose “Not in this list” above")
        elif self.existing is None and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "Enter the name" if "subject" not in self.fields else WHO)
        if not cleaned.get("category"):
            victim = cleaned.get("role") == exploited_role()
            cleaned["category"] = Subject.Category.VICTIM if victim else Subject.Category.SUSPECT
        return super().clean()

    def _post_clean(self):
        """One of the record is as it is: nothing is made of the boxes for a new one."""
        if self.existing is None:
            super()._post_clean()

    @property
    def rest(self):
        """The boxes below role and status, that most people leave empty."""
        shown = {*self.FIRST, *self.NEW, *STATUS, "role"}
        return [box for box in self.visible_fields() if box.name not in shown]

    def who(self):
        """{"subject", "same_as"} for the service."""
        if self.existing is not None:
            return {"subject": self.existing, "same_as": None}
        return {"subject": self.save(commit=False), "same_as": self.chosen}

    def member(self):
        """Their part as it was typed, for the service."""
        return Member(**{name: self.cleaned_data[name] for name in PART})


class MemberEditForm(VersionFields, PartFields, forms.ModelForm):
    """The part of a member. Who it is, and which agencies it is for, stay."""

    class Meta:
        model = Member
        fields = list(PART)

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        self.offer_part(reader, self.instance.role_id)


class StatusForm(StatusFields, ServiceForm):
    """A new status of a member."""

    source = forms.CharField(
        label="How it is known",
        required=False,
        max_length=200,
        help_text="For example: prison, probation, custody record.",
    )


class StrikeForm(VersionFields, StatusForm):
    """What was wrong with a status, and the right one in its place, if there is one."""

    reason = forms.CharField(
        label="What was wrong?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say what was wrong"},
    )
    field_order = ["reason", *STATUS, "source"]

    def __init__(self, *args, status, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = status.version
        for name in (*STATUS, "source"):
            self.initial[name] = getattr(status, name)
        nothing = ("", "Nothing in its place: the one before counts again")
        self.fields["state"].choices = [*MemberStatus.State.choices, nothing]
        self.fields["state"].label = "The right status"
        self.fields["state"].required = False
        self.fields["state"].mark_optional = False

    def instead(self):
        """The right status, or None."""
        return self.status() if self.cleaned_data["state"] else None
