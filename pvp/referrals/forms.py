"""What a person may type about referrals."""

from django import forms
from django.utils import timezone

from pam.access.models import Team
from pam.forms.base import ServiceForm
from pam.records.references import reference_in
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import offered_values
from pam.ui.forms import Radios
from pam.ui.partial_dates import PartialDateFormField
from pvp.forms import NewCaseForm, first_review
from pvp.referrals import selectors
from pvp.referrals.lists import ENDS, STRANDS
from pvp.referrals.models import Referral, ReferralDesk, Triage


def _words(label, rows=3, **more):
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class DeskChoice(forms.ModelChoiceField):
    """A team that takes referrals, with what it covers."""

    def __init__(self, **kwargs):
        super().__init__(queryset=ReferralDesk.objects.none(), empty_label="Choose a team", **kwargs)

    def label_from_instance(self, desk):
        """What it covers first: that is what a referrer knows."""
        return f"{desk.covers} ({desk.team.name}, {desk.agency.name})"


class ReferralForm(forms.ModelForm, ServiceForm):
    """A referral, in the order in which a person on the telephone tells it."""

    desk = DeskChoice(label="Who should get this")
    danger = forms.ChoiceField(
        label="Is anyone in danger now?",
        choices=Referral.Danger,
        widget=Radios,
        help_text="If yes, ring 999 first.",
    )
    strand = forms.ModelChoiceField(
        ReferenceValue.objects.none(), label="What kind of harm?", empty_label="Choose the closest"
    )
    name = forms.CharField(
        label="Name of the person at risk",
        max_length=160,
        help_text="If you do not know it, say how they can be told apart.",
    )
    born = PartialDateFormField(label="Date of birth", required=False)
    concern = _words(
        "What worries you?",
        4,
        max_length=5000,
        help_text="What you saw or heard, when, and who may be harming them.",
    )
    said = _words("What did they say?", 2, required=False, max_length=5000, help_text="In their own words.")
    told = forms.ChoiceField(label="Do they know about this referral?", choices=Referral.Told, widget=Radios)
    told_why = _words("If they do not know or do not agree, why refer?", 2, required=False, max_length=1000)
    safe_contact = forms.CharField(
        label="How to reach them safely",
        required=False,
        max_length=200,
        help_text="Times, who else may answer, whether a message may be left.",
    )
    contact = forms.CharField(
        label="How can we reach you?", max_length=120, help_text="A telephone number and when you are there."
    )

    class Meta:
        model = Referral
        fields = [
            "danger",
            "strand",
            "name",
            "born",
            "address",
            "concern",
            "said",
            "told",
            "told_why",
            "safe_number",
            "safe_contact",
            "contact",
        ]
        labels = {
            "address": "Where are they?",
            "safe_number": "Safe number to ring them on",
        }
        help_texts = {
            "address": "An address, or where they can be found.",
        }

    field_order = ["desk", *Meta.fields]

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["desk"].queryset = desks = selectors.desks(reader)
        self.fields["strand"].queryset = offered_values(STRANDS, reader.agency_id, None)
        if len(found := list(desks[:2])) == 1:
            self.initial.setdefault("desk", found[0].pk)

    def clean(self):
        """Asks why, where the person does not know or does not agree."""
        cleaned = super().clean()
        told = cleaned.get("told")
        if told and told != Referral.Told.AGREES and not cleaned.get("told_why"):
            self.add_error("told_why", "Say why you refer without their agreement")
        return cleaned


class RateForm(ServiceForm):
    """Red, amber or green."""

    rating = forms.ChoiceField(label="Rating", widget=Radios)
    rationale = _words("Why", 3, required=False, max_length=2000)

    def __init__(self, *args, triage, times, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rating"].choices = Triage.Rating.choices
        self.fields["rating"].widget.hints = times
        if triage.rating:
            self.fields["rationale"].label = "Why the rating changes"


class AcceptForm(NewCaseForm):
    """A new case file, with what the referral says filled in."""

    words = _words("Reasons for your decision", 2, required=False, max_length=2000)

    def __init__(self, *args, referral, **kwargs):
        super().__init__(*args, **kwargs)
        known = {
            "title": referral.name,
            "born": referral.born,
            "strand": referral.strand_id,
            "summary": referral.concern,
            "voice": referral.said,
            "lead": self.reader.membership_id,
            "next_review": first_review(self.reader.agency_id),
        }
        for name, value in known.items():
            self.initial.setdefault(name, value)


class JoinForm(ServiceForm):
    """A case file that is there."""

    case = forms.ChoiceField(label="Case file", required=False, widget=Radios)
    reference = forms.CharField(
        label="Reference of another case file",
        required=False,
        max_length=40,
        help_text="For example PVP-26-K7QX.",
    )
    words = _words("Reasons for your decision", 2, required=False, max_length=2000)

    def __init__(self, *args, reader, cases, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.cases = {str(case.uuid): case for case in cases}
        self.fields["case"].choices = [
            (number, f"{case.title}, {case.reference}") for number, case in self.cases.items()
        ]
        if not self.cases:
            del self.fields["case"]
            self.fields["reference"].label = "Reference of the case file"

    def clean(self):
        """Puts the case file under `record`: the one that was typed before the one that was chosen."""
        cleaned = super().clean()
        typed = (cleaned.get("reference") or "").strip()
        record = self.cases.get(cleaned.get("case") or "")
        if typed:
            found = reference_in(typed)
            record = selectors.case_named(self.reader, found) if found else None
        if record is None and not self.errors:
            self.add_error("reference", "Enter the reference of a case file that you can open")
        cleaned["record"] = record
        return cleaned


class PassOnForm(ServiceForm):
    """Another team here, or an agency that does not take referrals here."""

    desk = DeskChoice(label="Team that takes referrals", required=False)
    to = forms.CharField(
        label="Or another team or agency",
        required=False,
        max_length=200,
        help_text="Which, and who you spoke to. The referrer reads this.",
    )
    rationale = _words("Why they should take it", 3, max_length=2000)

    def __init__(self, *args, reader, triage, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["desk"].queryset = selectors.desks(reader).exclude(team_id=triage.team_id)

    def clean(self):
        """Asks for one of the two."""
        cleaned = super().clean()
        if bool(cleaned.get("desk")) == bool((cleaned.get("to") or "").strip()):
            self.add_error("to", "Choose a team, or enter another team or agency")
        return cleaned


class CloseForm(ServiceForm):
    """No further action."""

    reason = forms.ModelChoiceField(
        ReferenceValue.objects.none(), label="Reason", empty_label="Choose a reason"
    )
    words = _words("Reasons for your decision", 3, max_length=2000)
    answer = _words(
        "What the referrer reads",
        2,
        required=False,
        max_length=500,
        help_text="They read “No further action” and this. Say nothing of what is known about the person.",
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].queryset = offered_values(ENDS, reader.agency_id, None)


class DeskForm(forms.ModelForm, ServiceForm):
    """A team that takes referrals."""

    class Meta:
        model = ReferralDesk
        fields = ["team", "covers", "telephone"]
        labels = {"team": "Team", "covers": "What it covers", "telephone": "Telephone"}
        help_texts = {
            "covers": "Referrers choose by this. For example: adults and children in Northshire.",
            "telephone": "For what cannot wait.",
        }

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Team.objects.filter(agency_id=reader.agency_id).select_related("agency")
        self.fields["team"].queryset = rows.order_by("name__folded")
        self.fields["team"].empty_label = "Choose a team"


class QueueFilters(forms.Form):
    """Which referrals the queue shows. Without a choice: those that wait."""

    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Waiting"), ("decided", "Decided"), ("any", "Any")]
    )
    rating = forms.ChoiceField(
        label="Rating", required=False, choices=[("", "Any"), ("none", "Not rated"), *Triage.Rating.choices]
    )
    late = forms.BooleanField(label="Late", required=False)

    def narrow(self, rows):
        """`rows` as the filters say; one that makes no sense filters nothing."""
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        if chosen.get("state", "") == "":
            rows = rows.filter(decided_at=None)
        elif chosen["state"] == "decided":
            rows = rows.filter(decided_at__isnull=False)
        if rating := chosen.get("rating"):
            rows = rows.filter(rating="" if rating == "none" else rating)
        if chosen.get("late"):
            rows = rows.filter(decided_at=None, due__lt=timezone.now())
        return rows

    @property
    def chosen(self):
        """Whether any of them is chosen."""
        return any(getattr(self, "cleaned_data", {}).values())
