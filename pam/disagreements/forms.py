"""What a person may type about escalations and decisions not to share."""

from django import forms
from django.utils import timezone

from pam.access.models import Agency, LawfulBasis
from pam.disagreements.models import Escalation, NotShared
from pam.disagreements.selectors import agencies_to_ask
from pam.disclosure.selectors.bases import bases_in_use
from pam.forms.base import ServiceForm, VersionFields
from pam.records.forms import AudienceFields
from pam.records.selectors.audience import Audience
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField, Radios


def _words(label, rows=3, **more):
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), **{"max_length": 2000, **more}
    )


def _past(label):
    return GovukDateField(
        label=label,
        initial=timezone.localdate,
        earliest=lambda: years_from_today(-20),
        latest=timezone.localdate,
    )


def _review(**more):
    latest = {"earliest": timezone.localdate, "latest": lambda: years_from_today(5)}
    return GovukDateField(label="Look at it again on", **latest, **more)


def _basis_words(basis):
    """ "Children Act 2004, section 16LA (Duty)"."""
    return f"{basis.name} ({basis.get_nature_display()})" if basis.nature else basis.name


class EscalateForm(forms.ModelForm, ServiceForm):
    """A disagreement with a decision or threshold of another agency."""

    with_agency = forms.ModelChoiceField(
        Agency.objects.none(), label="Agency that decided", empty_label="Choose an agency"
    )
    why = _words("Why you disagree, and what you ask for", 5, max_length=5000)
    field_order = ["with_agency", "title", "why"]

    class Meta:
        model = Escalation
        fields = ["title", "why"]
        labels = {"title": "Decision or threshold"}
        help_texts = {"title": "For example: referral closed without an assessment."}

    def __init__(self, *args, reader, record, level, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["with_agency"].queryset = agencies_to_ask(reader, record, level)


class AnswerForm(ServiceForm):
    """An answer to an escalation."""

    text = _words("Answer", 4, max_length=3000)


class FurtherForm(VersionFields):
    """Why an escalation goes to its next stage."""

    text = _words("Why it goes further", 3, max_length=3000)

    def __init__(self, *args, escalation, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = escalation.version


class SettleForm(VersionFields):
    """The outcome of an escalation."""

    outcome = _words("Outcome", help_text="What the agencies agreed, or what was decided.")

    def __init__(self, *args, escalation, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = escalation.version


class NotSharedForm(AudienceFields, forms.ModelForm):
    """A decision not to share."""

    basis = forms.ModelChoiceField(
        LawfulBasis.objects.none(),
        label="On what lawful basis did they ask?",
        required=False,
        empty_label="None given",
    )
    harms_more = forms.TypedChoiceField(
        label="If the basis is a duty: would telling be more detrimental to the child than not telling?",
        required=False,
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=Radios(inline=True),
        help_text="Under a duty nothing else can stop it. Leave it blank for any other basis.",
    )
    asked_on = _past("Day they asked")
    decided_on = _past("Day of the decision")
    review_on = _review()
    what = _words("What they asked for", max_length=3000)
    reason = _words("Why it is not shared", max_length=3000)
    field_order = [
        "asked_by",
        "asked_on",
        "what",
        "basis",
        "harms_more",
        "reason",
        "decided_by",
        "decided_on",
        "review_on",
        "told",
    ]

    class Meta:
        model = NotShared
        fields = [
            "asked_by",
            "asked_on",
            "what",
            "basis",
            "reason",
            "decided_by",
            "decided_on",
            "review_on",
            "told",
        ]
        labels = {
            "asked_by": "Who asked",
            "decided_by": "Who decided",
            "told": "Who was told about this decision",
        }
        help_texts = {
            "asked_by": "Name, post and agency.",
            "told": "Names and when. Leave blank if no one yet.",
        }

    def __init__(self, *args, reader, record, level, **kwargs):
        super().__init__(*args, reader=reader, record=record, level=level, **kwargs)
        field = self.fields["basis"]
        field.queryset = bases_in_use()
        field.label_from_instance = _basis_words
        self.initial.setdefault("decided_by", f"{reader.name}, {reader.agency_name}"[:160])
        if Audience.OWN.value in dict(self.fields["audience"].choices if "audience" in self.fields else ()):
            self.initial.setdefault("audience", Audience.OWN.value)


class ReviewForm(VersionFields):
    """Whether a decision not to share still stands."""

    answer = forms.ChoiceField(
        label="Does it still stand?",
        choices=[("stands", "Yes, it is still not shared"), ("shared", "No, it is shared now")],
        widget=Radios,
    )
    words = _words("Why, and how")
    review_on = _review(required=False, help_text="If it still stands.")
    told = forms.CharField(label="Who was told about this decision", required=False, max_length=300)

    def __init__(self, *args, decision, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"version": decision.version, "told": decision.told}


class Filters(forms.Form):
    """Which escalations the list shows. Without a choice: those that are open."""

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Open"), ("late", "Late"), ("settled", "Settled"), ("any", "Any")],
    )
    side = forms.ChoiceField(
        label="Side",
        required=False,
        choices=[("", "Any"), ("ours", "Raised by my agency"), ("theirs", "About a decision of my agency")],
    )

    def narrow(self, reader, rows):
        """`rows` as the filters say; one that makes no sense filters nothing."""
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        state, side = chosen.get("state", ""), chosen.get("side", "")
        if state in ("", "late"):
            rows = rows.filter(settled_on=None)
        if state == "late":
            rows = rows.filter(due__lt=timezone.now())
        if state == "settled":
            rows = rows.filter(settled_on__isnull=False)
        if side:
            field = "author_agency_id" if side == "ours" else "with_agency_id"
            rows = rows.filter(**{field: reader.agency_id})
        return rows

    @property
    def chosen(self):
        """Whether any of them is chosen."""
        return any(getattr(self, "cleaned_data", {}).values())


class RefusalFilters(forms.Form):
    """Which decisions not to share the list shows. Without a choice: those that stand."""

    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Not shared"), ("due", "Review due"), ("any", "Any")]
    )

    def narrow(self, rows):
        """`rows` as the filters say; one that makes no sense filters nothing."""
        self.full_clean()
        state = getattr(self, "cleaned_data", {}).get("state", "")
        if state != "any":
            rows = rows.filter(ended_on=None)
        return rows.filter(review_on__lte=timezone.localdate()) if state == "due" else rows

    @property
    def chosen(self):
        """Whether any of them is chosen."""
        return any(getattr(self, "cleaned_data", {}).values())
