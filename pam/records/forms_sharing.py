"""What a person chooses to share a record, to end a share, and to look through the log."""

from datetime import timedelta

from django import forms
from django.conf import settings

from pam.access import sharing
from pam.access.levels import Level
from pam.access.models import Agreement, LawfulBasis, Principal
from pam.audit.models import LogEntry
from pam.ui.dates import today
from pam.ui.forms import GovukDateField, Radios

from .sharing import end_of_day


class ShareForm(forms.Form):
    """With whom, how far, why and until when. `who` narrows the people offered to those of that name."""

    principal = forms.ModelChoiceField(
        Principal.objects.none(), label="Who to share with", empty_label="Choose an agency, a team or a person",
        error_messages={"required": "Choose who to share with"},
    )
    level = forms.TypedChoiceField(
        label="What they can do", coerce=int, choices=Level.choices, initial=Level.VIEW,
        widget=Radios(hints={str(level.value): level.meaning for level in Level}),
    )
    basis = forms.ModelChoiceField(
        LawfulBasis.objects.none(), label="Lawful basis", required=False, empty_label="Choose a lawful basis",
        help_text="Needed for another agency. Only bases that an agreement in force covers are listed.",
    )
    reason = forms.CharField(
        label="Why you are sharing it", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The necessity and proportionality, in a sentence or two. Kept with the record for audit.",
        error_messages={"required": "Say why you are sharing it"},
    )
    until = GovukDateField(
        label="Last day of the share", earliest=lambda: today() + timedelta(days=1),
        help_text="It ends by itself after this day, or when the agreement ends if that is sooner.",
    )
    agreement = forms.ModelChoiceField(
        Agreement.objects.none(), label="Which agreement does it rest on?", required=False,
        widget=Radios, empty_label=None,
    )

    def __init__(self, *args, record, who="", **kwargs):
        super().__init__(*args, **kwargs)
        self.mark_optional = False
        self.record = record
        field = self.fields["principal"]
        field.queryset = sharing.possible_receivers(record)
        field.choices, self.more_people = self._choices(who)
        self.fields["basis"].queryset = sharing.bases_for(record)
        self.fields["agreement"].queryset = sharing.agreements_in_force(record)
        self.fields["until"].initial = today() + timedelta(days=settings.SHARE_DAYS)

    def _choices(self, who):
        """The choices in groups by agency, and whether there are more people than the list holds."""
        principals, people, more = sharing.listed_receivers(self.record, who)
        # Somebody found by name a moment ago stays chosen.
        chosen = str(self.data.get("principal", ""))
        if chosen.isascii() and chosen.isdigit() and not any(str(p.pk) == chosen for p in [*principals, *people]):
            people += list(self.fields["principal"].queryset.filter(pk=chosen))
        groups = {}
        for principal in [*principals, *people]:
            groups.setdefault(principal.agency.name, []).append((principal.pk, sharing.label_of(principal)))
        return [("", self.fields["principal"].empty_label), *sorted(groups.items())], more

    @property
    def typed(self):
        """What was sent, name by name, so that a confirmation can send it again."""
        names = [name for name in self.fields if name not in ("until", "agreement")]
        names += ["until_day", "until_month", "until_year"]
        return [(name, self.data.get(name, "")) for name in names]

    def share(self):
        """The cleaned values as `share_record` takes them."""
        values = {name: self.cleaned_data[name] for name in ("principal", "level", "basis", "reason", "agreement")}
        return values | {"until": end_of_day(self.cleaned_data["until"])}


class EndShareForm(forms.Form):
    """Why a share ends."""

    reason = forms.CharField(
        label="Why it ends", max_length=100, help_text="A few words, for the audit.",
        error_messages={"required": "Say why the share ends"},
    )


class LooksFilter(forms.Form):
    """Which kind of rows of the log to show."""

    verb = forms.ChoiceField(label="What was done", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.mark_optional = False
        verbs = [choice for choice in LogEntry.Verb.choices if choice[0] != LogEntry.Verb.SIGN_IN]
        self.fields["verb"].choices = [("", "Everything"), *verbs]
