"""What a person may type about transfers."""

from django import forms
from django.utils import timezone

from pam.access.models import LawfulBasis, Membership, Team
from pam.db.folding import fold
from pam.disclosure.selectors.bases import usable_bases
from pam.disclosure.selectors.grounds import may_share_once, usual_ground
from pam.forms.base import ServiceForm
from pam.records.owning import is_owner
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import offered_values
from pam.transfers import selectors
from pam.transfers.lists import REASONS
from pam.transfers.models import Transfer
from pam.transfers.offering import offer_of
from pam.transfers.proposals import TransferProposal
from pam.transfers.registry import opener_of
from pam.ui.fields import years_from_today
from pam.ui.forms import Checkboxes, GovukDateField, Radios

CHECKED = ("ground", "once_basis", "justification")


def _words(label, rows=3, **more):
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=2000, **more)


class TeamChoice(forms.ModelChoiceField):
    """A team, under the name of its agency."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Team.objects.none(), empty_label="Choose a team", **kwargs)

    def offer(self, teams):
        """Offers `teams`, in groups by agency."""
        self.queryset, groups = teams, {}
        for team in teams:
            groups.setdefault(team.agency.name, []).append((team.pk, team.name))
        self.choices = [("", self.empty_label), *groups.items()]


class LeadChoice(forms.ModelChoiceField):
    """A person of a team."""

    def label_from_instance(self, membership):
        """Their name and post."""
        return ", ".join(filter(None, (membership.user.name, membership.post)))


class ProposeForm(ServiceForm):
    """Which team, why, from when; for another agency what goes with it."""

    mark_optional = False
    refusal_fields = {"once_basis": "once_basis"}
    team = TeamChoice(label="Which team should take it over?", error_messages={"required": "Select a team"})
    reason = forms.ModelChoiceField(
        ReferenceValue.objects.none(), label="Reason", empty_label="Choose the closest"
    )
    words = _words(
        "Why they should take it over",
        help_text="They read this before they accept. Why it is necessary and proportionate. No names.",
    )
    attention = forms.CharField(
        label="Person who knows about it there",
        required=False,
        max_length=120,
        help_text="If you spoke with one of them. A supervisor of the team still accepts it.",
    )
    on = GovukDateField(
        label="From which day should they have it?",
        earliest=timezone.localdate,
        latest=lambda: years_from_today(1),
    )
    sections = forms.MultipleChoiceField(label="What goes with it", required=False, widget=Checkboxes)
    apart = forms.MultipleChoiceField(
        label="Parts that are for your agency alone",
        required=False,
        widget=Checkboxes(small=True),
        help_text="None of these goes unless you choose it here.",
    )
    say_who = forms.BooleanField(
        label="Say who it is about in the proposal",
        required=False,
        help_text="They read it before they accept. Otherwise only after.",
    )
    ask = forms.MultipleChoiceField(
        label="What partners wrote does not go. Ask them to send it themselves?",
        required=False,
        widget=Checkboxes(small=True),
        help_text="Each one that you choose learns where the record goes. The others do not.",
    )
    ground = forms.ChoiceField(label="Choose the legal basis", required=False, widget=Radios)
    once_basis = forms.ModelChoiceField(
        LawfulBasis.objects.none(),
        label="Lawful basis",
        required=False,
        empty_label="Choose a lawful basis",
    )
    justification = _words("Why it cannot wait for an agreement", required=False)

    def __init__(self, *args, reader, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader, self.record = reader, record
        self.fields["team"].offer(selectors.teams_to_give(reader, record))
        self.fields["reason"].queryset = offered_values(REASONS, reader.agency_id)
        self.fields["once_basis"].queryset = usable_bases(record.agency_id)
        self.initial.setdefault("on", timezone.localdate())
        self.goes_out = opener_of(record.kind) is not None and is_owner(reader, record)
        if self.goes_out:
            self._offer_parts(offer_of(reader, record))
        else:
            for name in ("sections", "apart", "say_who", "ask"):
                del self.fields[name]
        if self.is_bound and self.data.get("ground"):  # checked against what fits, below
            self.fields["ground"].choices = [(self.data["ground"], "")]

    def _offer_parts(self, offer):
        offered = [one for one in offer.sections if not one.always and offer.counts[one.code]]
        field = self.fields["sections"]
        field.choices = [(one.code, f"{one.label} ({offer.counts[one.code]})") for one in offered]
        field.widget.hints = {one.code: one.hint for one in offered if one.hint}
        self.initial.setdefault("sections", [one.code for one in offered if one.chosen])
        self.fields["apart"].choices = [
            (one.value, f"{one.section.label}: {one.title}") for one in offer.apart
        ]
        self.fields["ask"].choices = [(str(agency.uuid), agency.name) for agency in offer.partners]
        for name in ("sections", "apart", "ask"):
            if not self.fields[name].choices:
                del self.fields[name]

    def clean(self):
        """Finds the ground by what was chosen, where another agency takes it."""
        cleaned, self.grounds = super().clean(), []
        team = cleaned.get("team")
        self.leaves = team is not None and team.agency_id != self.record.agency_id
        if self.leaves:
            self.grounds = selectors.grounds_of(self.record, team)
            chosen = next((one for one in self.grounds if one.value == cleaned.get("ground")), None)
            usual = usual_ground(self.reader, team.principal, self.grounds) if self.grounds else None
            cleaned["found"] = chosen or usual
            self.fields["ground"].choices = [(one.value, one.label) for one in self.grounds]
            if usual and not chosen:
                self.initial["ground"] = usual.value
        return cleaned

    @property
    def once(self):
        """Whether no agreement covers it, and the reader may give it all the same."""
        return self.leaves and not self.grounds and may_share_once(self.reader)

    def proposal(self):
        """The valid form's `TransferProposal`."""
        data = self.cleaned_data
        return TransferProposal(
            team=data["team"],
            reason=data["reason"],
            words=data["words"],
            attention=data["attention"],
            on=data["on"],
            sections=tuple(data.get("sections") or ()),
            apart=tuple(data.get("apart") or ()),
            say_who=bool(data.get("say_who")),
            ground=data.get("found"),
            basis=data.get("once_basis"),
            justification=data.get("justification", ""),
            ask=tuple(data.get("ask") or ()),
        )

    @property
    def typed(self):
        """What was sent, name by name, so that the check can send it again."""
        names = [name for name in self.fields if name not in CHECKED]
        names += ["on_day", "on_month", "on_year"]
        return [(name, value) for name in names for value in self._sent(name) if value != ""]

    def _sent(self, name):
        return self.data.getlist(name) if hasattr(self.data, "getlist") else [self.data.get(name, "")]


class AcceptForm(ServiceForm):
    """Which person of the team leads it."""

    lead = LeadChoice(
        Membership.objects.none(),
        label="Who will lead it?",
        empty_label="Choose a person",
        error_messages={"required": "Select who will lead it"},
    )
    words = _words("Message to the team that proposed it", 2, required=False)

    def __init__(self, *args, reader, transfer, **kwargs):
        super().__init__(*args, **kwargs)
        leads = selectors.leads_of(transfer, reader)
        self.fields["lead"].queryset = leads
        meant = [one.pk for one in leads if fold(one.user.name) == fold(transfer.attention)]
        if len(meant) == 1:
            self.initial.setdefault("lead", meant[0])


class DeclineForm(ServiceForm):
    """Why not."""

    words = _words("Why do you not take it over?", help_text="Those who proposed it read this.")


class WithdrawForm(ServiceForm):
    """Why it is taken back."""

    words = _words("Why do you take it back?")


class TransferFilters(forms.Form):
    """Which transfers the list shows. Without a choice: those that wait."""

    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Waiting"), ("any", "Any"), *Transfer.State.choices[1:]]
    )

    def narrow(self, rows):
        """`rows` as the filter says; one that makes no sense filters nothing."""
        self.full_clean()
        state = getattr(self, "cleaned_data", {}).get("state", "")
        return rows if state == "any" else rows.filter(state=state or Transfer.State.WAITING)

    @property
    def chosen(self):
        """Whether it is chosen."""
        return any(getattr(self, "cleaned_data", {}).values())
