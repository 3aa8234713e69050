"""What a person may type about a plan's head and what belongs to it."""

import json

from django import forms
from django.utils import timezone

from ocg.models import Plan, PlanGap, PlanObjective, PlanRisk, PlanStakeholder
from ocg.plan.lists import RISKS
from ocg.strands import FOUR_P
from pam.forms.base import ServiceForm, VersionFields
from pam.records.forms import AudienceFields
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import offered_values
from pam.ui.direction import isolated
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField, Radios

SHORT = forms.Textarea(attrs={"rows": 2})
LONG = forms.Textarea(attrs={"rows": 4})


def ten_years():
    """The last day that a date of a plan may be."""
    return years_from_today(10)


class PlanFields(forms.ModelForm):
    """The head of a plan."""

    class Meta:
        model = Plan
        fields = ["end_state", "archive_criteria"]
        widgets = {"end_state": LONG, "archive_criteria": LONG}
        labels = {"archive_criteria": "What must be true to archive the group"}
        help_texts = {"end_state": "How things are when the work is done."}
        error_messages = {
            "end_state": {"required": "Say what the end state is"},
            "archive_criteria": {"required": "Say what must be true to archive the group"},
        }


class BeginForm(AudienceFields, PlanFields):
    """The head of a new plan, and who the plan is for."""


class HeadForm(VersionFields, PlanFields):
    """The head of a plan that is there."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version


class ObjectiveFields(forms.ModelForm):
    """An objective, and how one will know."""

    class Meta:
        model = PlanObjective
        fields = ["text", "measure"]
        widgets = {"text": SHORT, "measure": SHORT}
        labels = {"measure": "How will we know?"}
        error_messages = {
            "text": {"required": "Enter the objective"},
            "measure": {"required": "Say how we will know that it is met"},
        }


class StakeholderFields(forms.ModelForm):
    """Who has a part in the plan."""

    briefed_on = GovukDateField(
        label="Briefed on",
        required=False,
        earliest=lambda: years_from_today(-10),
        latest=timezone.localdate,
    )

    class Meta:
        model = PlanStakeholder
        fields = ["agency", "contact", "brings", "briefed_on"]
        widgets = {"brings": SHORT}


class GapFields(forms.ModelForm):
    """A question for intelligence. The answer is kept elsewhere."""

    due = GovukDateField(label="Answer by", earliest=lambda: years_from_today(-10), latest=ten_years)

    class Meta:
        model = PlanGap
        fields = ["question", "collector", "due"]
        widgets = {"question": SHORT}
        labels = {"collector": "Who collects"}
        help_texts = {"question": "The question alone. Keep intelligence in its own system."}


class AnsweredGapFields(GapFields):
    """The same, with where the answer is."""

    answered_on = GovukDateField(
        label="Answered on", required=False, earliest=lambda: years_from_today(-10), latest=timezone.localdate
    )

    class Meta(GapFields.Meta):
        fields = ["question", "collector", "due", "answered_by", "answered_on"]
        help_texts = {
            **GapFields.Meta.help_texts,
            "answered_by": "For example the number of an intelligence report. Not what it says.",
        }

    def clean(self):
        """Asks for both of where and when."""
        cleaned = super().clean()
        if "answered_on" not in self.errors and bool(cleaned.get("answered_by")) != bool(
            cleaned.get("answered_on")
        ):
            missing = "answered_on" if cleaned.get("answered_by") else "answered_by"
            words = {"answered_on": "Enter the day of the answer", "answered_by": "Enter where the answer is"}
            self.add_error(missing, words[missing])
        return cleaned


class RiskFields(forms.ModelForm):
    """A risk that the plan brings."""

    kind = forms.ModelChoiceField(
        queryset=ReferenceValue.objects.none(),
        label="Kind of risk",
        empty_label=None,
        widget=Radios(inline=False, small=True),
        error_messages={"required": "Select the kind of risk"},
    )

    class Meta:
        model = PlanRisk
        fields = ["kind", "risk", "control", "owner"]
        widgets = {"risk": SHORT, "control": SHORT}

    def offer_kinds(self, agency_id):
        """Offers the kinds of risk of an agency."""
        self.fields["kind"].queryset = offered_values(RISKS, agency_id, self.instance.kind_id)


FIELDS = {
    "objective": ObjectiveFields,
    "stakeholder": StakeholderFields,
    "gap": GapFields,
    "risk": RiskFields,
}


def _with_kinds(form, agency_id):
    if hasattr(form, "offer_kinds"):
        form.offer_kinds(agency_id)


def add_form(what):
    """The form that adds a `what` (a key of `FIELDS`) to a plan."""

    class AddForm(AudienceFields, FIELDS[what]):
        def __init__(self, *args, reader, **kwargs):
            super().__init__(*args, reader=reader, **kwargs)
            _with_kinds(self, reader.agency_id)

    return AddForm


def change_form(what):
    """The form that changes one."""

    class ChangeForm(VersionFields, AnsweredGapFields if what == "gap" else FIELDS[what]):
        def __init__(self, *args, reader, **kwargs):
            super().__init__(*args, **kwargs)
            self.initial["version"] = self.instance.version
            _with_kinds(self, reader.agency_id)

    return ChangeForm


class TakeOutForm(VersionFields):
    """Why something is taken out of a plan."""

    reason = forms.CharField(
        label="Why is it taken out?",
        max_length=500,
        widget=SHORT,
        error_messages={"required": "Say why it is taken out"},
    )

    def __init__(self, *args, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = version


class SignForm(ServiceForm):
    """What is signed, as the page showed it."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, number, seen, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"number": number, "seen": seen}


class StrandsForm(ServiceForm):
    """Who owns each strand, and why those have nothing in them that have not. It carries what it showed when
    it was opened: what a person left as it was takes nothing away that another wrote meanwhile.
    """

    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)

    def __init__(self, *args, empty, reasons, owners, **kwargs):
        """`empty` are codes of strands that have nothing; `reasons` and `owners` what was said before."""
        super().__init__(*args, **kwargs)
        for code, label in FOUR_P.choices:
            self.fields[f"owner_{code}"] = forms.CharField(
                label=f"Who owns {label}?",
                max_length=200,
                required=False,
                initial=owners.get(code, ""),
            )
            self.fields[f"owner_{code}"].mark_optional = False
            if code in empty or reasons.get(code):
                self.fields[code] = forms.CharField(
                    label=f"Why is there nothing in {label}?",
                    max_length=300,
                    required=False,
                    widget=SHORT,
                    initial=reasons.get(code, ""),
                )
                self.fields[code].mark_optional = False
        self.now = {name: field.initial for name, field in self.fields.items() if name != "shown"}
        self.initial["shown"] = json.dumps(self.now)

    def clean(self):
        """Says beside a field that another person changed it, too, since the page was opened."""
        found = super().clean() or self.cleaned_data
        self.before = self._before(found.get("shown", ""))
        meanwhile = {
            name for name in self._changed() if self.now[name] not in (self.before[name], found[name])
        }
        for name in meanwhile:
            said = f"says “{isolated(self.now[name])}” now" if self.now[name] else "is empty now"
            self.add_error(name, f"This was changed while you were writing: it {said}. Save to replace it")
        if meanwhile:
            self.carry(shown=json.dumps(self.before | {name: self.now[name] for name in meanwhile}))
        return found

    def _before(self, shown):
        """{name: what the page showed}; what it shows now where that is not known."""
        try:
            before = json.loads(shown)
        except (ValueError, RecursionError):
            return self.now
        known = isinstance(before, dict)
        return {name: str(before.get(name, "")) for name in self.now} if known else self.now

    def _changed(self):
        said = self.before | self.cleaned_data
        return [name for name in self.now if said[name] != self.before[name]]

    def reasons(self):
        """{code of a strand: why it has nothing}, of those that the person changed."""
        return {name: self.cleaned_data[name] for name in self._changed() if not name.startswith("owner_")}

    def owners(self):
        """{code of a strand: who owns it}, of those that the person changed."""
        changed = [name for name in self._changed() if name.startswith("owner_")]
        return {name.removeprefix("owner_"): self.cleaned_data[name] for name in changed}
