"""What a person may type about a clock."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from pam.clocks.selectors import may_be_started
from pam.forms.base import ServiceForm, VersionFields
from pam.frameworks.clocks import in_words
from pam.records.forms import AudienceFields
from pam.ui.dates import in_london, long_moment
from pam.ui.fields import london_moment, years_from_today
from pam.ui.forms import Checkboxes, GovukDateField, GovukTimeField, Radios

LONG = {"max_length": 20000, "widget": forms.Textarea(attrs={"rows": 3})}


class MomentFields(ServiceForm):
    """A day and a time that have passed, put together as `moment`."""

    day = GovukDateField(label="Day", earliest=lambda: years_from_today(-10), latest=timezone.localdate)
    hour = GovukTimeField(label="Time")

    def clean(self):
        """Puts both together. A time that the clocks leave out or show twice is asked again."""
        cleaned = super().clean()
        day, hour = cleaned.get("day"), cleaned.get("hour")
        if day and hour:
            try:
                moment = london_moment(day, hour)
            except forms.ValidationError as error:
                self.add_error("hour", error)
                return cleaned
            if moment > timezone.now() + timedelta(minutes=1):
                self.add_error("hour", "The time must be in the past")
            cleaned["moment"] = min(moment, timezone.now())
        return cleaned

    def begin_at(self, moment):
        """Fills day and time with `moment`."""
        local = in_london(moment)
        self.initial.setdefault("day", local.date())
        self.initial.setdefault("hour", local.time().replace(second=0, microsecond=0))


class StartForm(MomentFields, AudienceFields):
    """Which clock, from when, how it began, for which agencies."""

    refusal_fields = {"started_at": "day"}
    framework_version = forms.ModelChoiceField(
        queryset=None, label="Which clock?", empty_label=None, widget=Radios(small=True)
    )
    note = forms.CharField(
        label="How it began",
        required=False,
        help_text="For example who served the notice, or who rang.",
        **LONG,
    )
    field_order = ["framework_version", "day", "hour", "note", "audience", "agencies"]

    def __init__(self, *args, reader, record, level, **kwargs):
        super().__init__(*args, reader=reader, record=record, level=level, **kwargs)
        offered = may_be_started(reader, record)
        rows = list(offered)
        field = self.fields["framework_version"]
        field.queryset = offered
        field.choices = [(row.pk, row.name) for row in rows]
        field.widget.hints = {str(row.pk): _in_a_line(row.body) for row in rows}
        self.fields["day"].label, self.fields["hour"].label = "Day it began", "Time it began"
        if len(rows) == 1:
            self.initial.setdefault("framework_version", rows[0].pk)
        self.begin_at(timezone.now())


def _in_a_line(body):
    words = in_words(body)
    return f"{words['starts']}. Then {words['period']}, {words['calendar_words']}."


class ClockForm(VersionFields):
    """A form about one clock, `clock`, as it was opened."""

    mark_optional = True

    def __init__(self, *args, clock, **kwargs):
        super().__init__(*args, **kwargs)
        self.clock = clock
        self.initial.setdefault("version", clock.version)


class MeetForm(MomentFields, ClockForm):
    """When what it waits for was done, what that was, and why it was late."""

    refusal_fields = {"ended_at": "day"}
    reason = forms.CharField(label="What was done", required=False, **LONG)
    late_reason = forms.CharField(label="Why it was late", required=False, **LONG)
    then = forms.ModelMultipleChoiceField(
        queryset=None, label="Clocks to start now", required=False, widget=Checkboxes
    )
    field_order = ["version", "day", "hour", "reason", "late_reason", "then"]

    def __init__(self, *args, clock, following, **kwargs):
        super().__init__(*args, clock=clock, **kwargs)
        if rows := list(following):
            field = self.fields["then"]
            field.queryset = following
            field.choices = [(row.pk, row.name) for row in rows]
            field.widget.hints = {str(row.pk): _in_a_line(row.body) for row in rows}
            field.help_text = "They begin when this clock is met."
            self.initial.setdefault("then", [row.pk for row in rows])
        else:
            del self.fields["then"]
        self.fields["day"].label, self.fields["hour"].label = "Day it was done", "Time it was done"
        field = self.fields["late_reason"]
        field.help_text = f"Needed if it was done after {long_moment(clock.due)}."
        field.mark_optional = False
        self.initial.setdefault("late_reason", clock.late_reason)
        self.begin_at(timezone.now())


class ReasonForm(ClockForm):
    """Why something is done to a clock."""

    reason = forms.CharField(label="Reason", **LONG)


class StopForm(ReasonForm):
    """Why it no longer applies."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Why does it no longer apply?"


class RestartForm(ReasonForm):
    """Why its end is taken back."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Why does it run on?"


class CorrectForm(MomentFields, ReasonForm):
    """The start that it really had, and why it was wrong."""

    refusal_fields = {"started_at": "day"}
    field_order = ["version", "day", "hour", "reason"]

    def __init__(self, *args, clock, **kwargs):
        super().__init__(*args, clock=clock, **kwargs)
        self.fields["day"].label, self.fields["hour"].label = "Day it began", "Time it began"
        self.fields["reason"].label = "Why was the start wrong?"
        self.begin_at(clock.started_at)


class LateForm(ClockForm):
    """Why it is late."""

    late_reason = forms.CharField(label="Why is it late?", **LONG)

    def __init__(self, *args, clock, **kwargs):
        super().__init__(*args, clock=clock, **kwargs)
        self.initial.setdefault("late_reason", clock.late_reason)


class NewerForm(ReasonForm):
    """Why it moves to the newer version."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Why does it move to the newer version?"
