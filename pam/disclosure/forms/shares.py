"""What a person chooses to share a record, to end a share, and to look through the log."""

from dataclasses import replace
from datetime import timedelta

from django import forms

from pam.access.levels import Level
from pam.access.models import HandlingCondition, LawfulBasis, Principal
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.selectors import grounds, sharing
from pam.disclosure.selectors.bases import usable_bases
from pam.forms.base import ServiceForm
from pam.records.parts import part_kinds
from pam.reference.selectors.lists import offered_values
from pam.reference.selectors.settings import setting
from pam.ui.dates import today
from pam.ui.fields import row_number, years_from_today
from pam.ui.forms import Checkboxes, GovukDateField, Radios

ANOTHER = "other"
FURTHER = (
    "level",
    "reach",
    "kinds",
    "purpose",
    "basis",
    "until",
    "conditions",
    "condition_text",
)  # what has a default, and is folded
CHECKED = ("until", "ground", "once_basis", "justification")  # not sent on by the check as it came


class ShareForm(ServiceForm):
    """With which person and why; how far, on what ground and until when have defaults.

    The agencies that `actor` shares with are radios; everyone else is in the list `other`.
    `person_name` narrows the people in it to those of that name.
    """

    mark_optional = False
    refusal_fields = {"lawful_basis": "basis"}
    principal = forms.ChoiceField(
        label="Who to share with",
        widget=Radios,
        required=False,
        error_messages={"invalid_choice": "The agreement with them has ended. Choose again"},
    )
    other = forms.ModelChoiceField(
        Principal.objects.none(),
        label="Another agency, a team or a person",
        required=False,
        empty_label="Choose an agency, a team or a person",
    )
    reason = forms.CharField(
        label="Why you are sharing it",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The necessity and proportionality, in a sentence or two. Kept with the record for audit.",
        error_messages={"required": "Say why you are sharing it"},
    )
    level = forms.TypedChoiceField(
        label="What they can do",
        coerce=int,
        choices=Level.choices,
        initial=Level.VIEW,
        widget=Radios(hints={str(level.value): level.meaning for level in Level}),
    )
    reach = forms.ChoiceField(
        label="Which parts of it",
        initial="all",
        required=False,
        widget=Radios,
        choices=[
            ("all", "All parts that are for everyone with access"),
            ("chosen", "Only these kinds"),
        ],
    )
    kinds = forms.MultipleChoiceField(
        label="Which kinds of part", required=False, widget=Checkboxes(small=True)
    )
    purpose = forms.ChoiceField(
        label="Purpose", required=False, help_text="Auditors read this without opening your reason."
    )
    basis = forms.ModelChoiceField(
        LawfulBasis.objects.none(),
        label="Lawful basis",
        required=False,
        empty_label="The same as last time, or the usual one",
        help_text=(
            "For another agency. The next page shows it. Only bases that an agreement in force "
            "covers are listed."
        ),
    )
    until = GovukDateField(
        label="Last day of the share",
        required=False,
        earliest=lambda: today() + timedelta(days=1),
        latest=lambda: years_from_today(10),
    )
    conditions = forms.MultipleChoiceField(
        label="Conditions",
        required=False,
        widget=Checkboxes(small=True),
        help_text=(
            "Shown to them wherever they read it. Printing and onward sharing are refused where "
            "that is the condition."
        ),
    )
    condition_text = forms.CharField(label="A condition in your own words", required=False, max_length=300)
    ground = forms.ChoiceField(label="Choose the legal basis", required=False, widget=Radios)
    once_basis = forms.ModelChoiceField(
        LawfulBasis.objects.none(),
        label="Lawful basis of this one share",
        required=False,
        empty_label="Choose a lawful basis",
    )
    justification = forms.CharField(
        label="Why it cannot wait for an agreement",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=(
            "Why it is necessary and proportionate now, and who agreed. Shown with the share and "
            "kept in the log."
        ),
    )

    def __init__(self, *args, record, actor, person_name="", **kwargs):
        super().__init__(*args, **kwargs)
        self.record = record
        self.may_share_once = grounds.may_share_once(actor)
        self.receivers = sharing.possible_receivers(record, without_agreement=self.may_share_once)
        partners = sharing.nearest_partners(actor, record)
        radios = [(partner.pk, sharing.label_of(partner)) for partner in partners]
        self.fields["principal"].choices = [*radios, (ANOTHER, "Another agency, team or person")]
        field = self.fields["other"]
        field.queryset = self.receivers
        field.choices, self.more_people = self._others({partner.pk for partner in partners}, person_name)
        self.fields["basis"].queryset = sharing.bases_for(record)
        self.fields["once_basis"].queryset = usable_bases(record.agency_id)
        purposes = offered_values("disclosure.purpose", actor.agency_id).order_by("order", "pk")
        self.fields["purpose"].choices = [(row.code, row.label) for row in purposes]
        self.fields["kinds"].choices = list(part_kinds(record).items())
        conditions = HandlingCondition.objects.filter(retired=False)
        self.fields["conditions"].choices = [(row.code, row.label) for row in conditions]
        self.fields["conditions"].widget.hints = {row.code: row.meaning for row in conditions}
        days = setting("disclosure.share_days", actor.agency_id)
        self.fields["until"].help_text = (
            f"Leave blank for {days} days, or the length set in the agreement. Sharing ends "
            "with the agreement if that is sooner."
        )
        if self.is_bound and "ground" in self.data:  # checked against what fits when it is shared
            self.fields["ground"].choices = [(self.data["ground"], "")]

    def _others(self, already_offered, person_name):
        """The choices in groups by agency, and whether there are more people than the list holds."""
        principals, people, more = sharing.listed_receivers(
            self.record, person_name, without_agreement=self.may_share_once
        )
        # A person found by name a moment ago stays chosen.
        chosen = row_number(str(self.data.get("other", "")))
        if chosen is not None and not any(p.pk == chosen for p in [*principals, *people]):
            people += list(self.receivers.filter(pk=chosen))
        groups = {}
        for principal in [*principals, *people]:
            if principal.pk not in already_offered:
                groups.setdefault(principal.agency.name, []).append(
                    (principal.pk, sharing.label_of(principal))
                )
        return [("", self.fields["other"].empty_label), *sorted(groups.items())], more

    def clean(self):
        """Puts the Principal that was chosen under `principal`."""
        cleaned = super().clean()
        self.choose_receiver(cleaned)
        if cleaned.get("reach") == "chosen" and not cleaned.get("kinds") and "kinds" not in self.errors:
            self.add_error("kinds", "Choose at least one kind of part")
        return cleaned

    def choose_receiver(self, cleaned):
        """Puts under `principal` who the radios or the list name."""
        chosen, other = cleaned.get("principal"), cleaned.get("other")
        if chosen and chosen != ANOTHER and other:
            self.add_error("principal", "Choose the agency here or another from the list, not both")
        elif chosen and chosen != ANOTHER:
            cleaned["principal"] = self.receivers.get(pk=chosen)
        elif other:
            cleaned["principal"] = other
        elif "other" not in self.errors and "principal" not in self.errors:
            name = "other" if chosen == ANOTHER else "principal"
            self.add_error(name, "Choose who to share with")

    @property
    def typed(self):
        """What was sent, name by name, so that a confirmation can send it again."""
        names = [name for name in self.fields if name not in CHECKED]
        names += ["until_day", "until_month", "until_year"]
        return [(name, value) for name in names for value in self._sent(name) if value != ""]

    def _sent(self, name):
        return self.data.getlist(name) if hasattr(self.data, "getlist") else [self.data.get(name, "")]

    @property
    def further_open(self):
        """Whether what has a default should be open: something in it is wrong, or was changed."""
        changed = self.is_bound and any(name in self.changed_data for name in FURTHER)
        return changed or any(name in self.errors for name in FURTHER)

    @property
    def others_open(self):
        """Whether the list of everyone else should be open."""
        return self.is_bound and bool(self.data.get("other") or self.data.get("principal") == ANOTHER)

    def proposal(self):
        """The valid form's `ShareProposal`; without an end or a ground where none was chosen."""
        data = self.cleaned_data
        return ShareProposal(
            principal=data["principal"],
            level=data["level"],
            reason=data["reason"],
            purpose=data["purpose"] or self.fields["purpose"].choices[0][0],
            until=grounds.end_of_day(data["until"]) if data["until"] else None,
            basis=data["basis"],
            conditions=tuple(data["conditions"]),
            condition_text=data["condition_text"],
            kinds=tuple(data["kinds"]) if data["reach"] == "chosen" else None,
        )

    def justified(self, proposal):
        """The proposal with the lawful basis and the justification of a share without an agreement; None,
        and what is missing said beside the fields, if one is missing.
        """
        basis, why = self.cleaned_data["once_basis"], self.cleaned_data["justification"].strip()
        if basis is None:
            self.add_error("once_basis", "Choose the lawful basis")
        if not why:
            self.add_error("justification", "Say why it cannot wait for an agreement")
        return replace(proposal, basis=basis, justification=why) if basis and why else None


class EndShareForm(ServiceForm):
    """Why a share ends."""

    reason = forms.CharField(
        label="Why it ends",
        max_length=100,
        help_text="A few words. They appear on the receipt.",
        error_messages={"required": "Say why the share ends"},
    )


class CorrectionForm(ServiceForm):
    """What was wrong in what was disclosed."""

    part_kind = forms.ChoiceField(
        label="What was wrong", widget=Radios, error_messages={"required": "Choose what was wrong"}
    )
    text = forms.CharField(
        label="What was wrong, and what is right",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Everyone it was disclosed to sees this, even if their share has ended.",
        error_messages={"required": "Say what was wrong and what is right"},
    )

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["part_kind"].choices = [
            ("record", "The record’s own details"),
            *part_kinds(record).items(),
        ]
