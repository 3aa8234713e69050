"""What a person may type about a safety plan."""

from django import forms
from django.utils import timezone

from pam.forms.base import ServiceForm, VersionFields
from pam.records.forms import AudienceFields
from pam.ui.fields import years_from_today
from pam.ui.forms import Checkboxes, GovukDateField, Radios
from pvp.models import SafetyAgreement, SafetyItem
from pvp.safety.selectors import owner_agencies


class ItemFields(ServiceForm, forms.ModelForm):
    """What is done, who does it, by when."""

    due = GovukDateField(
        label="By when",
        required=False,
        earliest=lambda: years_from_today(-5),
        latest=lambda: years_from_today(10),
    )

    class Meta:
        model = SafetyItem
        fields = [
            "what",
            "kind",
            "owner_agency",
            "owner_team",
            "owner_name",
            "due",
            "own_words",
            "state",
        ]
        widgets = {
            "what": forms.Textarea(attrs={"rows": 2}),
            "kind": Radios(small=True),
            "state": Radios(inline=True, small=True),
        }
        labels = {
            "what": "What is done",
            "kind": "What it does to the risk",
            "owner_agency": "Agency that does it",
            "owner_team": "Team",
            "owner_name": "Person who does it",
            "own_words": "Words on the person’s own copy",
            "state": "Where it is",
        }
        help_texts = {
            "owner_name": "Also the person themselves, or one without a login.",
            "own_words": (
                "In their words, with no agency, job or name that tells another person anything. "
                "Leave it empty to keep it off their copy."
            ),
        }
        error_messages = {"what": {"required": "Say what is done"}}

    def offer(self, reader, record, level):
        """Offers the agencies that can open the case, and the reader's own."""
        kept = self.instance.owner_agency_id
        self.fields["owner_agency"].queryset = owner_agencies(reader, record, level, kept)
        self.fields["owner_agency"].empty_label = "None"
        self.fields["due"].name_in_errors = "the date"
        self.fields["state"].choices = SafetyItem.State.choices[:2]
        self.fields["kind"].choices = SafetyItem.Kind.choices


class ItemForm(AudienceFields, ItemFields):
    """A new item."""

    def __init__(self, *args, reader, record, level, **kwargs):
        super().__init__(*args, reader=reader, record=record, level=level, **kwargs)
        self.offer(reader, record, level)


class ChangeItemForm(VersionFields, ItemFields):
    """An item as it is."""

    def __init__(self, *args, reader, record, level, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        self.offer(reader, record, level)


class EndItemForm(VersionFields):
    """Why an item ends."""

    reason = forms.CharField(
        label="Why does it end?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why it ends"},
    )


class AgreeForm(ServiceForm, forms.ModelForm):
    """That the person agreed to the plan as it is now."""

    agreed_on = GovukDateField(
        label="Day",
        initial=timezone.localdate,
        earliest=lambda: years_from_today(-2),
        latest=timezone.localdate,
    )

    class Meta:
        model = SafetyAgreement
        fields = ["spoke_with", "agreed_on", "how", "views"]
        widgets = {"views": forms.Textarea(attrs={"rows": 3})}
        labels = {
            "spoke_with": "Who agreed to it",
            "how": "How it was talked through",
            "views": "What they said about it",
        }
        help_texts = {
            "spoke_with": "The person, or an advocate and why.",
            "how": "For example: in person, alone, with an interpreter.",
        }


class PrintForm(ServiceForm):
    """Which lines are on the person's own copy, and whether it is safe for them to have it."""

    items = forms.MultipleChoiceField(
        label="Lines", widget=Checkboxes, error_messages={"required": "Select at least one line"}
    )
    safe = forms.TypedChoiceField(
        label="Is it safe for them to have it on paper?",
        choices=[("yes", "Yes, they say where they will keep it"), ("no", "No, or not sure")],
        coerce=lambda value: value == "yes",
        widget=Radios,
        error_messages={"required": "Select whether it is safe for them to have it"},
    )

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = [(str(one.uuid), one.own_words) for one in rows]
        self.fields["items"].widget.hints = {
            str(one.uuid): f"Tells too much: {', '.join(one.telling)}" for one in rows if one.telling
        }
        self.initial.setdefault("items", [str(one.uuid) for one in rows if not one.telling])
