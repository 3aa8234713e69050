"""What a person may type about a MARAC referral. What is known is filled in."""

from django import forms
from django.utils import timezone

from pam.caselists import registry
from pam.forms.base import VersionFields
from pam.records.forms import AudienceFields
from pam.ui.fields import years_from_today
from pam.ui.forms import Checkboxes, GovukDateField, Radios
from pvp.marac import criteria
from pvp.marac.kind import REPEAT
from pvp.marac.selectors import LIST
from pvp.models import MaracReferral


class ReferForm(AudienceFields, forms.ModelForm):
    """A referral of `record`: who it is about, which criteria, why."""

    victim = forms.ChoiceField(label="Who is at risk?", widget=Radios)
    perpetrator = forms.ChoiceField(
        label="From which person?", widget=Radios, error_messages={"required": "Select the perpetrator"}
    )
    others = forms.MultipleChoiceField(
        label="Children and other people to ask about", required=False, widget=Checkboxes(small=True)
    )
    codes = forms.MultipleChoiceField(
        label="Criteria",
        widget=Checkboxes,
        help_text="What is met today is ticked; a repeat is found by itself. Tick others that you judge so.",
        error_messages={"required": "Select at least one criterion"},
    )
    reason = forms.CharField(
        label="Why now?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="The agencies of the list read this, and not the case file.",
        error_messages={"required": "Say why"},
    )
    to_list = forms.ChoiceField(label="To which list?", widget=Radios, required=False)
    last_on = GovukDateField(
        label="Last referral elsewhere",
        required=False,
        earliest=lambda: years_from_today(-20),
        latest=timezone.localdate,
        help_text="If the same two people were referred to another MARAC. Referrals in pam are found anyway.",
    )

    class Meta:
        model = MaracReferral
        fields = ["judgement", "reason", "wants", "safe_to_tell", "consent", "ground", "last_on"]
        widgets = {
            "consent": Radios(small=True),
            **{
                name: forms.Textarea(attrs={"rows": 3})
                for name in ("judgement", "wants", "safe_to_tell", "ground")
            },
        }
        labels = {
            "judgement": "Reasons of the professional judgement",
            "wants": "What the person wants",
            "safe_to_tell": "Who is safe to talk to, and who is not",
            "consent": "Does the person consent?",
            "ground": "Lawful ground without consent",
        }
        help_texts = {"ground": "Needed if they did not consent: which ground, and why it is proportionate."}

    refusal_fields = {"criteria": "codes"}

    def __init__(self, *args, reader, record, level, people, rules, met, **kwargs):
        super().__init__(*args, reader=reader, record=record, level=level, **kwargs)
        self.people = {str(one.uuid): one for one in people}
        named = [
            (key, f"{one.name}, {one.role}" if one.role else one.name) for key, one in self.people.items()
        ]
        for name in ("victim", "perpetrator", "others"):
            self.fields[name].choices = named
        rows = criteria.in_force(rules.body, timezone.localdate()) if rules else []
        self.fields["codes"].choices = [(row["code"], row["label"]) for row in rows]
        fired = {one.code: one.rule for one in met}
        self.fields["codes"].widget.hints = {
            row["code"]: fired.get(row["code"]) or criteria.rule_words(row) for row in rows
        }
        self.fields["consent"].choices = MaracReferral.Consent.choices
        # A repeat is of two people: it is found again for those that are chosen, never ticked for them.
        self.initial.setdefault("codes", [one.code for one in met if one.test != REPEAT])
        self._fill(record, people)
        lists = registry.list_choices(reader, LIST)
        if lists:
            self.fields["to_list"].choices = [("", "Not yet"), *lists]
        else:
            del self.fields["to_list"]

    def _fill(self, record, people):
        victim = next((one for one in people if one.pk == record.person_id), None)
        suspects = [one for one in people if one.category in ("suspect", "convicted")]
        self.initial.setdefault("reason", record.summary)
        self.initial.setdefault("wants", record.voice)
        if victim:
            self.initial.setdefault("victim", str(victim.uuid))
        if len(suspects) == 1:
            self.initial.setdefault("perpetrator", str(suspects[0].uuid))

    def clean(self):
        """Refuses one person as both."""
        cleaned = super().clean()
        if cleaned.get("victim") and cleaned.get("victim") == cleaned.get("perpetrator"):
            self.add_error("perpetrator", "The perpetrator must be another person")
        return cleaned

    def who(self):
        """The people, as the service takes them."""
        data = self.cleaned_data
        both = (data["victim"], data["perpetrator"])
        others = [self.people[key] for key in data["others"] if key not in both]
        return {"victim": self.people[both[0]], "perpetrator": self.people[both[1]], "others": others}


class ToldForm(VersionFields):
    """Whether the person was told, by which person, when and how; or why not."""

    told = forms.ChoiceField(
        label="Was the person told?",
        choices=MaracReferral.Told.choices,
        widget=Radios,
        error_messages={"required": "Select whether the person was told"},
    )
    how = forms.CharField(
        label="How, or why not",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For example: in person at the clinic. Look at safe contact first.",
        error_messages={"required": "Say how they were told, or why not"},
    )
    on = GovukDateField(
        label="Day",
        required=False,
        initial=timezone.localdate,
        earliest=lambda: years_from_today(-2),
        latest=timezone.localdate,
    )
    by = forms.CharField(label="Told by", max_length=120, required=False)


class ReasonForm(VersionFields):
    """Why a flag ends, or a referral is withdrawn."""

    reason = forms.CharField(
        label="Why?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why"},
    )
