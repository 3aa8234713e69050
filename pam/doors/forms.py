"""What a person types at a closed door, on either side of it."""

from datetime import timedelta

from django import forms

from pam.access import sharing
from pam.access.levels import Level
from pam.access.models import Agreement, LawfulBasis
from pam.ui.dates import today
from pam.ui.forms import GovukDateField, Radios

from .requests import WANTABLE

LEVELS = [(level.value, level.label) for level in WANTABLE]
HINTS = {"2": "Read it, and the parts addressed to everybody who can open it.", "3": "Also add notes, documents and actions."}


class AskForm(forms.Form):
    """How far somebody wants in, and why."""

    wanted = forms.TypedChoiceField(
        label="What you need to do", coerce=int, choices=LEVELS, initial=Level.VIEW, widget=Radios(hints=HINTS)
    )
    reason = forms.CharField(
        label="Why you need access", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The owner team reads it. Say what you are working on and what you need to know for it.",
        error_messages={"required": "Say why you need access"},
    )


class AcceptForm(forms.Form):
    """How far the asker is let in, on what ground, until when."""

    whole_agency = forms.TypedChoiceField(
        label="Who is let in", coerce=lambda value: value == "agency", initial="person", empty_value=False,
        choices=[("person", "The person who asked"), ("agency", "Everybody at their agency")], widget=Radios,
    )
    level = forms.TypedChoiceField(label="What they can do", coerce=int, choices=LEVELS, widget=Radios(hints=HINTS))
    basis = forms.ModelChoiceField(
        LawfulBasis.objects.none(), label="Lawful basis", required=False, empty_label="Choose a lawful basis",
        help_text="Needed for another agency. Only bases that an agreement in force covers are listed.",
    )
    agreement = forms.ModelChoiceField(
        Agreement.objects.none(), label="Agreement", required=False, empty_label="Whichever covers the lawful basis"
    )
    until = GovukDateField(label="Last day", earliest=lambda: today() + timedelta(days=1))
    reason = forms.CharField(
        label="Your answer", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Why it is necessary and proportionate. The person who asked reads it too.",
        error_messages={"required": "Say why you let them in"},
    )

    def __init__(self, *args, record, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.mark_optional = False
        self.fields["basis"].queryset = sharing.bases_for(record)
        agreements = sharing.agreements_in_force(record).filter(parties=request.asker_agency_id)
        self.fields["agreement"].queryset = agreements.distinct()
        self.fields["level"].initial = request.wanted
        self.fields["until"].initial = sharing.default_end()

    @property
    def typed(self):
        """What was sent, name by name, so that the confirmation can send it again."""
        names = [name for name in self.fields if name != "until"] + ["until_day", "until_month", "until_year"]
        return [(name, self.data.get(name, "")) for name in names]

    def share(self):
        """The cleaned values as `requests.accept` takes them."""
        return self.cleaned_data | {"until": sharing.end_of_day(self.cleaned_data["until"])}


class GlassForm(forms.Form):
    """Which record must be opened, and why."""

    mark_optional = False
    reference = forms.CharField(
        label="Reference of the record", max_length=40, help_text="For example OCG-2026-00042.",
        error_messages={"required": "Enter the reference of the record"},
    )
    reason = forms.CharField(
        label="Why you must open it now", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The record’s lead and the auditors read it.", error_messages={"required": "Say why you must open it"},
    )
    understood = forms.BooleanField(
        label="I have read the warning", error_messages={"required": "Tick that you have read the warning"}
    )


class JudgeForm(forms.Form):
    """An auditor's mark on an opening."""

    justified = forms.TypedChoiceField(
        label="Was it justified?", coerce=lambda value: value == "yes", widget=Radios,
        choices=[("yes", "Justified"), ("no", "Not justified")],
        error_messages={"required": "Select whether it was justified"},
    )
    words = forms.CharField(
        label="How you came to that", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say how you came to that"},
    )


class DeclineForm(forms.Form):
    """Why not."""

    reason = forms.CharField(
        label="Why not", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The person who asked reads it. Say nothing of what is in the record.",
        error_messages={"required": "Say why not"},
    )
