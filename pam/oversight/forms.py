"""What an auditor may type."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone

from pam.audit.models import LogEntry
from pam.forms.base import ServiceForm
from pam.oversight.models import Unusual
from pam.oversight.selectors import LogSlice
from pam.ui.dates import today
from pam.ui.forms import GovukDateField, Radios


def bounds(since, until):
    """(from, up to) of whole days in London as moments; None where a day is missing."""
    start = timezone.make_aware(datetime.combine(since, time())) if since else None
    end = timezone.make_aware(datetime.combine(until + timedelta(days=1), time())) if until else None
    return start, end


class PeopleFilter(forms.Form):
    """Whose looks: part of a name."""

    q = forms.CharField(label="Name", required=False, max_length=100)


class Days(forms.Form):
    """A first and a last day, both may be left out."""

    since = GovukDateField(label="First day", required=False, latest=today)
    until = GovukDateField(label="Last day", required=False, latest=today)

    def clean(self):
        """Refuses a last day before the first."""
        values = super().clean()
        if values.get("since") and values.get("until") and values["until"] < values["since"]:
            self.add_error("until", "The last day must be on or after the first day")
        return values

    def lines(self):
        """The `LogSlice` that is asked for; a form that is not sent or not valid narrows nothing."""
        if not self.is_bound or not self.is_valid():
            return LogSlice()
        since, until = bounds(self.cleaned_data["since"], self.cleaned_data["until"])
        return LogSlice(verb=self.cleaned_data.get("verb", ""), since=since, until=until)


class LogFilter(Days):
    """Which lines of a log."""

    verb = forms.ChoiceField(
        label="What", required=False, choices=[("", "Everything"), *LogEntry.Verb.choices]
    )
    field_order = ["verb", "since", "until"]


class RecordFilter(LogFilter):
    """Which record's log: its reference."""

    reference = forms.CharField(
        label="Reference", required=False, max_length=40, help_text="For example, OCG-26-K7QX"
    )
    field_order = ["reference", "verb", "since", "until"]


class AgencyFilter(Days):
    """What was disclosed to which agency."""

    agency = forms.ChoiceField(label="Disclosed to", required=False)
    field_order = ["agency", "since", "until"]

    def __init__(self, *args, agencies, **kwargs):
        """`agencies` are (uuid, name) of those that may be chosen."""
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [
            ("", "Every agency"),
            *((str(uuid), name) for uuid, name in agencies),
        ]


class UnusualFilter(forms.Form):
    """Lines that wait, lines that are done, or both."""

    state = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[("open", "To follow up"), ("done", "Followed up"), ("all", "Everything")],
    )


class FollowUpForm(ServiceForm):
    """What came of an unusual line."""

    outcome = forms.ChoiceField(
        label="Outcome", choices=Unusual.Outcome, widget=Radios(inline=False, small=False)
    )
    note = forms.CharField(
        label="What you found out", widget=forms.Textarea(attrs={"rows": 5}), max_length=2000,
        help_text="Who you asked and what they said. Do not include what is in the records.",
    )  # fmt: skip


class ReasonForm(ServiceForm):
    """For which purpose an auditor reads a reason."""

    purpose = forms.CharField(
        label="Why do you need to read it?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example the number of a complaint or a review. This is logged with your name.",
        error_messages={"required": "Say why you need to read it"},
    )


class ExportForm(ServiceForm, Days):
    """Why a log leaves pam, and for which person."""

    WHY = [
        ("Subject access request", "A subject access request"),
        ("Information Commissioner", "The Information Commissioner"),
        ("Professional standards", "A professional standards investigation"),
        ("Court or inquest", "A court or an inquest"),
    ]
    purpose = forms.ChoiceField(
        label="What is it for?", choices=WHY, widget=Radios(inline=False, small=False)
    )
    recipient = forms.CharField(
        label="Who will receive it?", max_length=120, help_text="A name, and where they work if that matters."
    )
    reason = forms.CharField(label="Request number, or the reason in a few words", max_length=200)
    field_order = ["purpose", "recipient", "reason", "since", "until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("since", "until"):
            self.fields[name].latest = today


class AccessLogFilter(forms.Form):
    """Which kind of rows of the log to show."""

    verb = forms.ChoiceField(label="What was done", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.mark_optional = False
        verbs = [choice for choice in LogEntry.Verb.choices if choice[0] != LogEntry.Verb.SIGN_IN]
        self.fields["verb"].choices = [("", "Everything"), *verbs]
